package io.partita.lake.run;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BitwiseAnd;
import org.apache.spark.sql.catalyst.expressions.BitwiseNot;
import org.apache.spark.sql.catalyst.expressions.BitwiseOr;
import org.apache.spark.sql.catalyst.expressions.BitwiseXor;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.ILike;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.LikeAll;
import org.apache.spark.sql.catalyst.expressions.LikeAny;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.NotLikeAll;
import org.apache.spark.sql.catalyst.expressions.NotLikeAny;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.StringLocate;
import org.apache.spark.sql.catalyst.expressions.StringTrim;
import org.apache.spark.sql.catalyst.expressions.StringTrimLeft;
import org.apache.spark.sql.catalyst.expressions.StringTrimRight;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnaryPositive;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.AtomicType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A condition that somebody else may have written, as a model's card has one. It is parsed without
 * a session and stays one expression: the files' columns, literals, operators and the functions of
 * {@link ConditionFunctions}. Everything else that SQL can say, as a subquery or another function,
 * is refused before Spark looks anything up.
 */
final class FileCondition {
  private static final int MOST_CHARACTERS = 100_000;
  private static final int MOST_PARTS = 10_000;
  private static final int MOST_PATTERN_CHARACTERS = 1000;

  /** Spark's parser recurses: at a few hundred it overflows a thread's stack. */
  private static final int MOST_NESTED = 100;

  private static final int SHOWN_CHARACTERS = 200;

  /** What SQL's operators are parsed to. */
  private static final List<Class<? extends Expression>> ALLOWED =
      List.of(
          Literal.class,
          UnresolvedAttribute.class,
          UnresolvedExtractValue.class,
          UnresolvedFunction.class,
          And.class,
          Or.class,
          Not.class,
          EqualTo.class,
          EqualNullSafe.class,
          LessThan.class,
          LessThanOrEqual.class,
          GreaterThan.class,
          GreaterThanOrEqual.class,
          In.class,
          IsNull.class,
          IsNotNull.class,
          Like.class,
          ILike.class,
          LikeAll.class,
          LikeAny.class,
          NotLikeAll.class,
          NotLikeAny.class,
          RLike.class,
          Add.class,
          Subtract.class,
          Multiply.class,
          Divide.class,
          IntegralDivide.class,
          Remainder.class,
          UnaryMinus.class,
          UnaryPositive.class,
          BitwiseAnd.class,
          BitwiseNot.class,
          BitwiseOr.class,
          BitwiseXor.class,
          CaseWhen.class,
          Cast.class,
          Concat.class,
          CreateNamedStruct.class,
          StringLocate.class,
          StringTrim.class,
          StringTrimLeft.class,
          StringTrimRight.class,
          Substring.class);

  private static final Set<Integer> OPENING =
      Set.of(SqlBaseLexer.LEFT_PAREN, SqlBaseLexer.LEFT_BRACKET);
  private static final Set<Integer> CLOSING =
      Set.of(SqlBaseLexer.RIGHT_PAREN, SqlBaseLexer.RIGHT_BRACKET);

  /** Between them, expressions are beside each other. */
  private static final Set<Integer> SEPARATING =
      Set.of(SqlBaseLexer.AND, SqlBaseLexer.OR, SqlBaseLexer.COMMA);

  /** Behind them, an expression is nested without a bracket. */
  private static final Set<Integer> NESTING = Set.of(SqlBaseLexer.CASE, SqlBaseLexer.ARROW);

  private static final Pattern LITERAL_IN_PATTERN =
      Pattern.compile("\\\\.|\\[[^\\]]*\\]", Pattern.DOTALL);
  private static final Pattern REPEATED_GROUP = Pattern.compile("\\)[*+{]");

  private final String text;
  private final Dataset<Row> files;
  private int parts;

  private FileCondition(String text, Dataset<Row> files) {
    this.text = text;
    this.files = files;
  }

  /**
   * A condition as a column of files.
   *
   * @throws UserException where it holds anything but their columns, literals, operators and the
   *     functions of the list, or too much of these
   */
  static Column of(String text, Dataset<Row> files) {
    FileCondition condition = new FileCondition(text, files);
    condition.requireSize();
    Expression parsed = CatalystSqlParser$.MODULE$.parseExpression(text);
    condition.require(parsed);
    return new Column(parsed);
  }

  /** A mistake in a condition, of which a long one is not shown whole. */
  static UserException mistake(String text, String why, Exception cause) {
    return new UserException(
        Mistake.BAD_QUERY,
        "Condition \"%s\": %s"
            .formatted(
                StringUtils.abbreviate(text, SHOWN_CHARACTERS),
                StringUtils.abbreviate(why, 2 * SHOWN_CHARACTERS)),
        cause);
  }

  private UserException mistake(String why) {
    return mistake(text, why, null);
  }

  private UserException refused(String what) {
    return mistake(
        what + " is not allowed: a condition has columns, literals, operators and a few functions");
  }

  /** Fails on what the parser itself could not bear. */
  private void requireSize() {
    if (text.length() > MOST_CHARACTERS) {
      throw mistake(
          "it has %,d characters; %,d are allowed".formatted(text.length(), MOST_CHARACTERS));
    }
    if (nested() > MOST_NESTED) {
      throw mistake("it is nested more than %d deep".formatted(MOST_NESTED));
    }
  }

  /**
   * A bound of the depth to which the parser recurses: the words since the last separator, in each
   * bracket that is open.
   */
  private int nested() {
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(text)));
    lexer.removeErrorListeners();
    Deque<Integer> open = new ArrayDeque<>(List.of(0));
    int depth = 0;
    int deepest = 0;
    for (Token token : lexer.getAllTokens()) {
      int type = token.getType();
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      if (SEPARATING.contains(type)) {
        depth -= open.pop();
        open.push(0);
      } else if (CLOSING.contains(type) && open.size() > 1) {
        depth -= open.pop();
      } else if (NESTING.contains(type)) {
        depth++; // for good
      } else {
        open.push(open.pop() + 1);
        depth++;
        if (OPENING.contains(type)) {
          open.push(0);
        }
      }
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private void require(Expression part) {
    if (++parts > MOST_PARTS) { // also of a BETWEEN, whose parts are in its expression twice
      throw mistake("it has more than %,d parts".formatted(MOST_PARTS));
    }
    if (ALLOWED.stream().noneMatch(allowed -> allowed.isInstance(part))) {
      throw refused(written(part));
    }
    if (part instanceof UnresolvedAttribute column) {
      requireColumn(column);
    } else if (part instanceof UnresolvedFunction function) {
      requireFunction(function);
    } else if (part instanceof RLike like) {
      requirePattern(like.right());
    } else if (part instanceof Cast cast && !(cast.dataType() instanceof AtomicType)) {
      throw refused("a cast to " + cast.dataType().simpleString());
    }
    JavaConverters.seqAsJavaList(part.children()).forEach(this::require);
  }

  /** Fails on names that Spark knows beside the columns, as {@code current_user}. */
  private void requireColumn(UnresolvedAttribute column) {
    String name = column.nameParts().head();
    if (Arrays.stream(files.columns()).noneMatch(name::equalsIgnoreCase)) {
      files.col("`" + name.replace("`", "``") + "`"); // fails, with names like it
      throw refused("the column " + name);
    }
  }

  private void requireFunction(UnresolvedFunction function) {
    Seq<String> parts = function.nameParts();
    String name = parts.last().toLowerCase(Locale.ROOT);
    if (parts.size() > 1 || !ConditionFunctions.NAMES.contains(name)) {
      throw refused("the function " + parts.mkString("."));
    }
    if (function.isDistinct() || function.filter().isDefined() || function.ignoreNulls()) {
      throw refused("DISTINCT, FILTER or IGNORE NULLS in the function " + name);
    }
    if (ConditionFunctions.OF_PATTERNS.contains(name) && function.arguments().size() > 1) {
      requirePattern(function.arguments().apply(1));
    }
  }

  /** Fails on a regular expression that may take a time without an end. */
  private void requirePattern(Expression pattern) {
    if (!(pattern instanceof Literal literal)) {
      throw refused("a regular expression that is no literal");
    }
    String regex = String.valueOf(literal.value());
    if (regex.length() > MOST_PATTERN_CHARACTERS) {
      throw mistake(
          "a regular expression has %,d characters; %,d are allowed"
              .formatted(regex.length(), MOST_PATTERN_CHARACTERS));
    }
    if (REPEATED_GROUP.matcher(LITERAL_IN_PATTERN.matcher(regex).replaceAll("x")).find()) {
      throw refused("a repeated group in the regular expression " + regex);
    }
  }

  private String written(Expression part) {
    Origin origin = part.origin();
    return origin.startIndex().isDefined() && origin.stopIndex().isDefined()
        ? text.substring((int) origin.startIndex().get(), (int) origin.stopIndex().get() + 1)
        : part.nodeName();
  }
}
