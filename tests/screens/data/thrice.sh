# The panes one time after the other on one cache: as they are left, with a kept file of odd lines,
# and clean, which leaves that as it is.
saisie=$1 cache=$2
"$saisie" --cache "$cache" || exit
kept=$(ls "$XDG_STATE_HOME"/saisie/session-*.ini) || exit
[ "$(stat -c %a "$kept" "$XDG_STATE_HOME/saisie" | tr '\n' ' ')" = '600 700 ' ] || exit 3
"$saisie" --cache "$cache" || exit
printf '[records]\ncolumn = date\ncolumn = case_id\nno line\ncolumn = nosuch\ncolumn = reporter\nwidth = wide\n' >"$kept"
"$saisie" --cache "$cache" || exit
before=$(cat "$kept")
"$saisie" --clean --cache "$cache" || exit
[ "$(cat "$kept")" = "$before" ]
