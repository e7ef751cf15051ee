# Sourced by submit, task, watch and resubmit. A job is a folder:
#   job            what was asked for (shell variables), and the numbers Slurm gave
#   attempts/      a workspace for each attempt at a share; nobody else writes there
#   done/          complete ones, renamed into place: shard-<n>.<attempt>
#   log/           what Slurm and lode said
# shellcheck shell=bash disable=SC2034,SC2154

say() { printf '%s\n' "$*" >&2; }
die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}
usage() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit "$1"
}
load_job() {
    job=$(realpath -e "$1" 2>/dev/null) || die "$1: no such folder"
    [ -f "$job/job" ] || die "$job: no job folder (made by submit)"
    # shellcheck disable=SC1091
    . "$job/job"
}
# Any complete copy of share N: two attempts at one share are equally good. "" where there is none.
complete_copy() {
    local copy
    for copy in "$job/done/shard-$1".*; do
        if [ -d "$copy" ]; then
            echo "$copy"
            return
        fi
    done
}
# queue_of FORMAT IDS: what squeue says of these jobs. Jobs that have ended long ago are unknown to Slurm, which
# squeue calls an error; a controller that does not answer is one for us, too: it does not mean that nothing runs.
queue_of() {
    local out
    if out=$(squeue --noheader --array --format "$1" --jobs "$2" 2>&1); then
        printf '%s\n' "$out"
    elif ! grep -qi 'invalid job id' <<<"$out"; then
        die "squeue: $out"
    fi
}
# Shares without a complete copy, one a line.
missing_shares() {
    local n
    for ((n = 1; n <= shards; n++)); do
        [ -n "$(complete_copy "$n")" ] || echo "$n"
    done
}
# submit_jobs ARRAY-LIST: the array (where there is anything to do), then merge and embed behind it.
submit_jobs() {
    local list=$1 after=() array='' merge embed=''
    if [ -n "$list" ]; then
        array=$(sbatch --parsable --requeue "${sbatch_options[@]}" --job-name=lode-ingest --array="$list" \
            --output="$job/log/ingest-%A_%a.txt" --open-mode=append "$tools/task" ingest "$job")
        # A merge whose shares failed is cancelled; without this it would wait for ever.
        after=(--dependency="afterok:$array" --kill-on-invalid-dep=yes)
    fi
    merge=$(sbatch --parsable --requeue "${sbatch_options[@]}" --job-name=lode-merge "${after[@]}" \
        --output="$job/log/merge-%j.txt" --open-mode=append "$tools/task" merge "$job")
    if [ "$with_embed" = yes ]; then
        embed=$(sbatch --parsable --requeue "${sbatch_options[@]}" --job-name=lode-embed --dependency="afterok:$merge" \
            --kill-on-invalid-dep=yes --output="$job/log/embed-%j.txt" --open-mode=append "$tools/task" embed "$job")
    fi
    printf 'array_id=%q\nmerge_id=%q\nembed_id=%q\n' "$array" "$merge" "$embed" >>"$job/job"
    say "submitted: ingest ${array:-nothing to do}, merge $merge${embed:+, embed $embed}"
}
