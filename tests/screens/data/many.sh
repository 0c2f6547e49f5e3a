# A cache of more than a thousand lines, which no folder of tests need hold.
saisie=$1 folder=$2
awk 'BEGIN { print "case_id,date,reporter"; for (i = 0; i < 1543; i++) print "C" i ",2024-05-06," (i < 1234 ? "TH" : "MM") }' >"$folder/many.csv"
"$saisie" --cache "$folder/many.db" import "$folder/many.csv" >"$folder/out"
