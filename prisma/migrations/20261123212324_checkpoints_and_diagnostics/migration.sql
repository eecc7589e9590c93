-- AlterTable
ALTER TABLE "run" ADD COLUMN     "memory_bytes" BIGINT,
ADD COLUMN     "replay" JSONB,
ADD COLUMN     "replay_of" TEXT,
ADD COLUMN     "verdicts" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "checkpoint" (
    "run_id" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "epoch_end" BOOLEAN NOT NULL,
    "weights" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "state" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("run_id","step")
);

-- CreateTable
CREATE TABLE "diagnostic_snapshot" (
    "run_id" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "layers" JSONB NOT NULL,

    CONSTRAINT "diagnostic_snapshot_pkey" PRIMARY KEY ("run_id","step")
);

-- AddForeignKey
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "diagnostic_snapshot" ADD CONSTRAINT "diagnostic_snapshot_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Weights do not compress, and a state that lies uncompressed can be read in parts.
ALTER TABLE "checkpoint" ALTER COLUMN "state" SET STORAGE EXTERNAL;

-- What runs from before have not said, as its defaults.
UPDATE "run" SET "config" = '{"regularization": {"l1": 0, "l2": 0}, "earlyStopping": null}' || "config"
  || jsonb_build_object('diagnostics', '{"onNonFinite": "fail"}' || ("config" -> 'diagnostics'));
