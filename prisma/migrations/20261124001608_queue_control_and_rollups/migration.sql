-- AlterTable
ALTER TABLE "metric_chunk" ADD COLUMN     "count" INTEGER;
UPDATE "metric_chunk" SET "count" = octet_length("payload") / (8 * (2 + cardinality("keys")));
ALTER TABLE "metric_chunk" ALTER COLUMN "count" SET NOT NULL;

-- AlterTable
ALTER TABLE "run" DROP COLUMN "job_id",
ADD COLUMN     "after_run" TEXT,
ADD COLUMN     "created_by" TEXT,
ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "fork_config" JSONB,
ADD COLUMN     "fork_of" TEXT,
ADD COLUMN     "fork_step" INTEGER,
ADD COLUMN     "fork_weights" TEXT,
ADD COLUMN     "learning_rate_changes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "raw_points" TEXT NOT NULL DEFAULT 'all',
ADD COLUMN     "recorded_step" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "requested" TEXT,
ADD COLUMN     "requested_by" TEXT;

UPDATE "run" SET "requested" = CASE WHEN "stop_requested" AND "state" = 'running' THEN 'stop' END,
  "recorded_step" = "step", "queued_at" = "created_at";
ALTER TABLE "run" DROP COLUMN "stop_requested";

-- CreateTable
CREATE TABLE "metric_rollup" (
    "run_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "last_step" INTEGER NOT NULL,
    "payload" BYTEA NOT NULL,

    CONSTRAINT "metric_rollup_pkey" PRIMARY KEY ("run_id","key","level","index")
);

-- CreateTable
CREATE TABLE "run_event" (
    "id" SERIAL NOT NULL,
    "run_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by" TEXT,
    "asked" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "RunState",
    "request" TEXT,
    "attempt" INTEGER NOT NULL,
    "step" INTEGER,
    "learning_rate" DOUBLE PRECISION,
    "priority" INTEGER,
    "reason" TEXT,

    CONSTRAINT "run_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "run_event_run_id_id_idx" ON "run_event"("run_id", "id");

-- CreateIndex
CREATE INDEX "run_replay_of_idx" ON "run"("replay_of");

-- CreateIndex
CREATE INDEX "run_after_run_idx" ON "run"("after_run");

-- AddForeignKey
ALTER TABLE "metric_rollup" ADD CONSTRAINT "metric_rollup_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_event" ADD CONSTRAINT "run_event_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Columns of numbers do not compress, and what lies uncompressed can be read in parts.
ALTER TABLE "metric_chunk" ALTER COLUMN "payload" SET STORAGE EXTERNAL;
ALTER TABLE "metric_rollup" ALTER COLUMN "payload" SET STORAGE EXTERNAL;

-- The queue: each member's next run first (lib/db/run-queue.ts).
CREATE INDEX "run_queue_idx" ON "run"
  (coalesce("created_by", ''), "priority" DESC, (("attempt" > 0)) DESC, "queued_at", "id")
  WHERE "state" = 'queued' AND "after_run" IS NULL AND "deleted_at" IS NULL;

-- Lists by the best of each headline metric; those without it are the end of the index (lib/db/run-list.ts).
CREATE INDEX "run_train_loss_idx" ON "run" ((("summary" #>> '{train/loss,best}')::float8), "created_at", "id");
CREATE INDEX "run_train_accuracy_idx" ON "run" ((("summary" #>> '{train/accuracy,best}')::float8), "created_at", "id");
CREATE INDEX "run_val_loss_idx" ON "run" ((("summary" #>> '{val/loss,best}')::float8), "created_at", "id");
CREATE INDEX "run_val_accuracy_idx" ON "run" ((("summary" #>> '{val/accuracy,best}')::float8), "created_at", "id");

-- Lists under a filter that few runs fit: it is looked for in the index, which is a tenth of the table. The name as it
-- is stands in it because an index is read alone only where it holds all columns that a query names.
CREATE INDEX "run_list_idx" ON "run" ("created_at" DESC, "id" DESC, lower("name"))
  INCLUDE ("name", "state", "dataset", "activations", "created_by") WHERE "deleted_at" IS NULL;

CREATE INDEX "run_deleted_at_idx" ON "run" ("deleted_at") WHERE "deleted_at" IS NOT NULL;
