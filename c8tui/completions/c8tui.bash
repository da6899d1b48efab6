# Completion of c8tui for bash, made by: c8tui completion bash
# The tables above are those of the command line; what is below reads the line with them.

_c8tui_candidates() {  # SPEC PROGRAM FLAGS...: what may stand where the spec says, one a line, unless it is a file
    local spec=$1 program=$2
    shift 2
    case ${spec%%$'\n'*} in
        words) printf '%s\n' "${spec#*$'\n'}" ;;
        names\ *) command "$program" completion "${spec#names }" "$@" 2>/dev/null </dev/null ;;
    esac
}

_c8tui_plain() {  # WORD: without its quotes, as far as they can be told, and with the home folder in the place of ~
    local word=${1//[\"\'\\]/}
    case $word in
        '~/'*) word=$HOME/${word#'~/'} ;;
    esac
    printf '%s' "$word"
}

_c8tui() {
    local IFS=$' \t\n' words=() word joined= index
    # bash parts words at = and : as well; `--profile=dev` is one here.
    for ((index = 0; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ -n $joined && ${#words[@]} -gt 1 ]] || [[ $word == [=:] && ${#words[@]} -gt 1 ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        joined=
        [[ $word == [=:] ]] && joined=yes
    done

    local node= flag= ended= place=0 last=$((${#words[@]} - 1)) options=()
    for ((index = 1; index < last; index++)); do
        word=${words[index]}
        if [[ -z $flag && -z $ended && $word == --*=* ]]; then
            flag=${word%%=*} word=${word#*=}
        fi
        if [[ -n $flag ]]; then
            case $flag in
                --config | --views) options+=("$flag" "$(_c8tui_plain "$word")") ;;
            esac
            flag=
        elif [[ -z $ended && $word == -- ]]; then
            ended=yes
        elif [[ -z $ended && $word == -* ]]; then
            [[ -n $(_c8tui_value "$node|$word") ]] && flag=$word
        elif _c8tui_is_command "$node|$word"; then
            node=${node:+$node }$word place=0
        else
            place=$((place + 1))
        fi
    done

    local program current=${words[last]} quote= spec= found
    program=$(_c8tui_plain "${words[0]}")
    if [[ -z $flag && -z $ended && $current == --*=* ]]; then
        flag=${current%%=*} current=${current#*=}
    fi
    case $current in
        [\"\']*) quote=${current:0:1} current=${current:1} ;;
        *) current=${current//\\/} ;;
    esac
    COMPREPLY=()
    if [[ -n $flag ]]; then
        spec=$(_c8tui_value "$node|$flag")
        found=$(_c8tui_candidates "$spec" "$program" "${options[@]}")
    elif [[ -z $ended && $current == -* ]]; then
        found=$(_c8tui_flags "$node" | cut -f1)
    else
        spec=$(_c8tui_place "$node|$place")
        found=$(_c8tui_commands "$node" | cut -f1; _c8tui_candidates "$spec" "$program" "${options[@]}")
    fi
    if [[ $spec == file ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done < <(compgen -f -- "$(case $current in '~/'*) printf '%s' "$HOME/${current#'~/'}" ;; *) printf '%s' "$current" ;; esac)")
        return
    fi
    # What stands before the last = or : is left alone by bash, and must not come twice.
    local before=
    if [[ -z $quote && $current == *[=:]* ]]; then
        before=${current%"${current##*[=:]}"}
    fi
    while IFS= read -r word; do
        [[ -n $word && $word == "$current"* ]] || continue
        word=${word#"$before"}
        [[ $word == *= ]] && compopt -o nospace 2>/dev/null
        if [[ -z $quote ]]; then
            word=$(printf %q "$word")
        elif [[ $quote == \" ]]; then
            word=$(printf '%s' "$word" | sed 's/[\\"$`]/\\&/g')
        else
            word=$(printf '%s' "$word" | sed "s/'/'\\\\''/g")
        fi
        COMPREPLY+=("$word")
    done <<<"$found"
}

complete -F _c8tui c8tui
