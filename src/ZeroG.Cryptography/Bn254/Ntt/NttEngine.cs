namespace ZeroG.Cryptography.Bn254;

/// <summary>Transforms the lines of a pass block by block, in memory of its own: one thread at a time.</summary>
internal abstract class NttEngine
{
    /// <summary>Lines of a block; the last one may have fewer.</summary>
    public const int BlockLines = 8;

    /// <summary>Runs a pass on as many threads as it has work for.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="lanes">Whether blocks of eight lines go through <see cref="LaneNtt"/>; lines that are left over do not.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellationToken">Looked at before each block.</param>
    public static void Run(NttPass pass, bool lanes, int threads, CancellationToken cancellationToken)
    {
        int whole = lanes ? pass.Lines / BlockLines * BlockLines : 0;
        if (whole == pass.Lines)
        {
            ParallelWork.For(
                whole / BlockLines,
                threads,
                LaneNtt.Rent,
                LaneNtt.GiveBack,
                (block, engine) => engine.Transform(pass, block),
                cancellationToken);
        }
        else if (whole > 0)
        {
            Run(pass.Part(0, whole), lanes, threads, cancellationToken);
            Run(pass.Part(whole, pass.Lines - whole), lanes: false, threads, cancellationToken);
        }
        else
        {
            ParallelWork.For(
                (pass.Lines + BlockLines - 1) / BlockLines,
                threads,
                () => new ScalarNtt(),
                _ => { },
                (block, engine) => engine.Transform(pass, block),
                cancellationToken);
        }
    }

    /// <summary>Transforms a block.</summary>
    public abstract void Transform(NttPass pass, int block);
}
