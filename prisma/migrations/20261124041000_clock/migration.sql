-- CreateTable
CREATE TABLE "clock_mark" (
    "run_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "clock_mark_pkey" PRIMARY KEY ("run_id","place")
);

-- AddForeignKey
ALTER TABLE "clock_mark" ADD CONSTRAINT "clock_mark_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
