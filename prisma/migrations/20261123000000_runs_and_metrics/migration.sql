-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('queued', 'running', 'paused', 'completed', 'failed', 'stopped');

-- CreateTable
CREATE TABLE "run" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "deaths" INTEGER NOT NULL DEFAULT 0,
    "dataset" TEXT NOT NULL,
    "activations" TEXT[],
    "config" JSONB NOT NULL,
    "tags" TEXT[],
    "notes" TEXT NOT NULL DEFAULT '',
    "priority" INTEGER NOT NULL DEFAULT 0,
    "job_id" UUID,
    "stop_requested" BOOLEAN NOT NULL DEFAULT false,
    "steps" INTEGER NOT NULL,
    "epochs" INTEGER NOT NULL,
    "step" INTEGER NOT NULL DEFAULT 0,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "samples_per_second" DOUBLE PRECISION,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "summary" JSONB NOT NULL DEFAULT '{}',
    "numeric_class" TEXT,
    "receipt" JSONB,
    "error" TEXT,
    "idempotency_key" TEXT,
    "request_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric_chunk" (
    "run_id" TEXT NOT NULL,
    "first_seq" INTEGER NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "keys" TEXT[],
    "payload" BYTEA NOT NULL,

    CONSTRAINT "metric_chunk_pkey" PRIMARY KEY ("run_id","first_seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "run_idempotency_key_key" ON "run"("idempotency_key");

-- CreateIndex
CREATE INDEX "run_created_at_id_idx" ON "run"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "run_state_created_at_id_idx" ON "run"("state", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "run_dataset_created_at_id_idx" ON "run"("dataset", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "run_tags_idx" ON "run" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "run_activations_idx" ON "run" USING GIN ("activations");

-- CreateIndex
CREATE INDEX "metric_chunk_run_id_last_seq_idx" ON "metric_chunk"("run_id", "last_seq");

-- AddForeignKey
ALTER TABLE "metric_chunk" ADD CONSTRAINT "metric_chunk_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
