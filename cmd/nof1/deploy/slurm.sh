#!/bin/sh
#SBATCH --job-name=nof1
#SBATCH --array=0-7
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --signal=B:TERM@60
# A batch as an array job, one part a task; a task that is started again goes on
# where it stopped. When all are done, the index:
#   job=$(sbatch --parsable --export=ALL,COHORT=/data/cohort,OUT=/data/reports slurm.sh)
#   sbatch --dependency=afterany:$job --wrap 'nof1 index /data/reports'
set -eu
: "${COHORT:?the folder with the participants}"
: "${OUT:?the folder to write into}"
: "${SLURM_ARRAY_TASK_COUNT:?start this with sbatch, as an array job}"
exec nof1 batch "$COHORT" --out "$OUT" --shard "auto/$SLURM_ARRAY_TASK_COUNT" --workers "${SLURM_CPUS_PER_TASK:-1}"
