# Completes command lines of partita: source this file in bash or zsh.
@SHELL@
_partita_commands() {
  case $1 in
    "") echo "@FIRST@" ;;
@GROUPS@
  esac
}
_partita_options() {
  case $1 in
@OPTIONS@
  esac
}
_partita_values() {
  case $1 in
@VALUES@
  esac
}
# The names of folders, but for those that begin with a prefix.
_partita_folders() {
  local folder
  for folder in "$1"/*/; do
    folder=${folder%/}
    folder=${folder##*/}
    case $folder in _* | .* | "*") ;; *) echo "$folder" ;; esac
  done
}
_partita() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} lake=lake command words i
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [ "${COMP_WORDS[i]}" = --lake ]; then lake=${COMP_WORDS[i + 1]}; fi
  done
  command=${COMP_WORDS[1]}
  if [ -n "$(_partita_options "$command ${COMP_WORDS[2]}")" ]; then
    command="$command ${COMP_WORDS[2]}"
  fi
  if [ "$COMP_CWORD" = 1 ]; then
    words=$(_partita_commands "")
  elif [ "$COMP_CWORD" = 2 ] && [ -n "$(_partita_commands "${COMP_WORDS[1]}")" ]; then
    words=$(_partita_commands "${COMP_WORDS[1]}")
  else
    case $before in
      --dataset) words=$(_partita_folders "$lake/_partita") ;;
      --model | --against) words="builtin:drums builtin:notes builtin:tokens $(_partita_folders models | sed 's,^,models/,')" ;;
      tables | --table) words=$(_partita_folders "$lake") ;;
      -*) words=$(_partita_values "$command $before") ;;
    esac
    if [ -z "$words" ]; then
      case $word in
        -*) words=$(_partita_options "$command") ;;
      esac
    fi
  fi
  # Bash takes a colon for the end of a word.
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  if [ ${#COMPREPLY[@]} = 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -o filenames -F _partita partita ./partita
