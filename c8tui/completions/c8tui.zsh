# Completion of c8tui for zsh, made by: c8tui completion zsh
# The tables above are those of the command line; what is below reads the line with them.

_c8tui_described() {  # TITLE: what comes as lines `name<tab>about`
    local -a found
    local name about
    while IFS=$'\t' read -r name about; do
        [[ -n $name ]] && found+=("${name//:/\\:}:$about")
    done
    (( ${#found} )) && _describe -t "$1" "$1" found
}

_c8tui_fill() {  # SPEC PROGRAM FLAGS...: what may stand where the spec says
    local spec=$1 program=${(Q)2/#\~\//$HOME/}
    local -a found
    shift 2
    case ${spec%%$'\n'*} in
        file) _files; return ;;
        words) found=("${(@f)${spec#*$'\n'}}") ;;
        names\ *) found=("${(@f)$(command "$program" completion ${spec#names } "$@" 2>/dev/null </dev/null)}") ;;
    esac
    found=("${(@)found:#}")
    # What ends with = wants more behind it.
    local -a open=("${(@M)found:#*=}") whole=("${(@)found:#*=}")
    (( ${#open} )) && compadd -S '' -a open
    (( ${#whole} )) && compadd -a whole
    return 0
}

_c8tui() {
    local node= flag= ended= word index
    local -i place=0
    local -a options
    for (( index = 2; index < CURRENT; index++ )); do
        word=${words[index]}
        if [[ -z $flag && -z $ended && $word == --*=* ]]; then
            flag=${word%%=*} word=${word#*=}
        fi
        if [[ -n $flag ]]; then
            case $flag in
                --config|--views) options+=($flag "${(Q)${word/#\~\//$HOME/}}") ;;
            esac
            flag=
        elif [[ -z $ended && $word == -- ]]; then
            ended=yes
        elif [[ -z $ended && $word == -* ]]; then
            [[ -n $(_c8tui_value "$node|$word") ]] && flag=$word
        elif _c8tui_is_command "$node|$word"; then
            node=${node:+$node }$word place=0
        else
            place+=1
        fi
    done
    if [[ -z $flag && -z $ended && ${words[CURRENT]} == --*=* ]]; then
        flag=${words[CURRENT]%%=*}
        compset -P 1 '*='
    fi
    if [[ -n $flag ]]; then
        _c8tui_fill "$(_c8tui_value "$node|$flag")" "${words[1]}" $options
    elif [[ -z $ended && ${words[CURRENT]} == -* ]]; then
        _c8tui_described flags < <(_c8tui_flags "$node")
    else
        _c8tui_described commands < <(_c8tui_commands "$node")
        _c8tui_fill "$(_c8tui_place "$node|$place")" "${words[1]}" $options
    fi
}

if [[ $funcstack[1] == _c8tui ]]; then
    _c8tui "$@"
else
    compdef _c8tui c8tui
fi
