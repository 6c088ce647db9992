# Completes command lines of partita: source this file in bash or zsh.
@SHELL@
# "builtin:drums" is one word.
COMP_WORDBREAKS=${COMP_WORDBREAKS//:/}
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
# The names of the folders below one, but for hidden ones.
_partita_folders() {
  local folder
  for folder in "$1"/*/; do
    folder=${folder%/}
    folder=${folder##*/}
    case $folder in _* | .* | "*") ;; *) echo "$folder" ;; esac
  done
}
_partita() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} lake=lake command choices i
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [ "${COMP_WORDS[i]}" = --lake ]; then lake=${COMP_WORDS[i + 1]}; fi
  done
  command=${COMP_WORDS[1]}
  if [ -n "$(_partita_options "$command ${COMP_WORDS[2]}")" ]; then
    command="$command ${COMP_WORDS[2]}"
  fi
  if [ "$COMP_CWORD" = 1 ]; then
    choices=$(_partita_commands "")
  elif [ "$COMP_CWORD" = 2 ] && [ -n "$(_partita_commands "${COMP_WORDS[1]}")" ]; then
    choices=$(_partita_commands "${COMP_WORDS[1]}")
  else
    case $word in -*) choices=$(_partita_options "$command") ;; esac
    # A bare word is the command's main argument.
    case $before in
      -*) ;;
      *) if [ "$command" = tables ]; then before=tables; else before=$(_partita_values "$command"); fi ;;
    esac
    if [ -z "$choices" ]; then
      case $before in
        --dataset) choices=$(_partita_folders "$lake/_partita") ;;
        --model | --against) choices="builtin:drums builtin:humanize builtin:loops builtin:melodies builtin:songs $(_partita_folders models | sed 's,^,models/,')" ;;
        tables) choices=$(_partita_folders "$lake") ;;
        -*) choices=$(_partita_values "$command $before") ;;
      esac
    fi
  fi
  COMPREPLY=($(compgen -W "$choices" -- "$word"))
  if [ ${#COMPREPLY[@]} = 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -o filenames -F _partita partita ./partita
