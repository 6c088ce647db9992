package io.partita.lake.sql;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import scala.Tuple3;
import scala.collection.IndexedSeq;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * A function of SQL that calls a method of {@link SqlFunctions}.
 *
 * @param name as in SQL
 * @param parameters names for people, as {@code key, mode}
 * @param forms arguments that it can be called with; the first is for anything but an array
 * @param usage one sentence
 * @param arguments of an example, as SQL
 * @param answer of the example, as Spark prints it
 */
record SqlFunction(
    String name,
    String parameters,
    List<Form> forms,
    String usage,
    String arguments,
    String answer) {

  /** Types of arguments, and the method for them. */
  record Form(String method, DataType result, List<DataType> types) implements Serializable {}

  static SqlFunction of(
      String name, String parameters, String method, DataType result, DataType... types) {
    List<Form> forms = List.of(new Form(method, result, List.of(types)));
    return new SqlFunction(name, parameters, forms, "", "", "");
  }

  /** The same function for arrays. */
  SqlFunction or(String method, DataType result, DataType... types) {
    List<Form> more = new ArrayList<>(forms);
    more.add(new Form(method, result, List.of(types)));
    return new SqlFunction(name, parameters, List.copyOf(more), usage, arguments, answer);
  }

  SqlFunction means(String sentence) {
    return new SqlFunction(name, parameters, forms, sentence, arguments, answer);
  }

  SqlFunction example(String example, String result) {
    return new SqlFunction(name, parameters, forms, usage, example, result);
  }

  void inject(SparkSessionExtensions extensions) {
    extensions.injectFunction(new Tuple3<>(new FunctionIdentifier(name), info(), new Call(this)));
  }

  private ExpressionInfo info() {
    String examples =
        "\n    Examples:\n      > SELECT _FUNC_(" + arguments + ");\n       " + answer + "\n  ";
    return new ExpressionInfo(
        SqlFunctions.class.getName(),
        null,
        name,
        "_FUNC_(" + parameters + ") - " + usage,
        "",
        examples,
        "",
        "",
        "",
        "",
        "java_udf");
  }

  private Expression call(List<Expression> given) {
    int wanted = forms.get(0).types().size();
    if (given.size() != wanted) {
      throw new UserException(
          Mistake.BAD_QUERY,
          "%s takes %d argument%s, as %s(%s); not %d."
              .formatted(name, wanted, wanted == 1 ? "" : "s", name, parameters, given.size()));
    }
    boolean isArray = given.get(0).dataType() instanceof ArrayType;
    Form form = forms.get(isArray ? forms.size() - 1 : 0);
    for (int i = 0; i < wanted; i++) {
      requireType(given.get(i).dataType(), form.types().get(i), i);
    }
    return new NamedCall(name, form, JavaConverters.asScalaBuffer(given));
  }

  /** Arguments of another type are told in the function's own words; Spark names the method. */
  private void requireType(DataType given, DataType wanted, int position) {
    if (!org.apache.spark.sql.catalyst.expressions.Cast.canANSIStoreAssign(given, wanted)) {
      throw new UserException(
          Mistake.BAD_QUERY,
          "%s: %s is %s, not %s; see DESCRIBE FUNCTION EXTENDED %s."
              .formatted(
                  name,
                  parameters.split(", ", -1)[position],
                  wanted.simpleString(),
                  given.simpleString(),
                  name));
    }
  }

  /** A call that a result's column is named after, as {@code note_name(60)}. */
  private static final class NamedCall extends StaticInvoke {
    private final String name;
    private final Form form;

    NamedCall(String name, Form form, Seq<Expression> arguments) {
      super(
          SqlFunctions.class,
          form.result(),
          form.method(),
          arguments,
          JavaConverters.asScalaBuffer(List.<AbstractDataType>copyOf(form.types())),
          true,
          true,
          true);
      this.name = name;
      this.form = form;
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> arguments) {
      return new NamedCall(name, form, arguments);
    }

    @Override
    public String toString() {
      return name + arguments().mkString("(", ", ", ")");
    }
  }

  private static final class Call extends AbstractFunction1<Seq<Expression>, Expression> {
    private final SqlFunction function;

    Call(SqlFunction function) {
      this.function = function;
    }

    @Override
    public Expression apply(Seq<Expression> arguments) {
      return function.call(JavaConverters.seqAsJavaList(arguments));
    }
  }
}
