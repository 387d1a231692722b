namespace ZeroG.DataAvailability.Encoding;

/// <summary>Turns what an encoding has done into progress. Any thread may add.</summary>
internal sealed class EncodeMeter(MatrixShape shape, IProgress<EncodeProgress>? progress)
{
    // Of the time of a blob, extension and hashing take these shares; the rest goes with the products.
    private const double ExtendShare = 0.03;
    private const double HashShare = 0.02;

    // 2 for each cell in the rows, 1 in the high commitment and 5.5 in the proofs, by the number of levels.
    private readonly double _allTerms = shape.Cells * (4 + ((shape.LogRows - 1) / 2.0));
    private readonly Lock _lock = new();
    private EncodeStage _stage;
    private long _terms;
    private double _reported = -1;

    /// <summary>A stage begins.</summary>
    public void Begin(EncodeStage stage)
    {
        lock (_lock)
        {
            _stage = stage;
            _reported = -1;
            Report();
        }
    }

    /// <summary>So many products more are done.</summary>
    public void Add(long terms)
    {
        lock (_lock)
        {
            _terms += terms;
            Report();
        }
    }

    private void Report()
    {
        double fraction = _stage switch
        {
            EncodeStage.Extending => 0,
            EncodeStage.Hashing => ExtendShare,
            EncodeStage.Done => 1,
            _ => ExtendShare + HashShare + ((1 - ExtendShare - HashShare) * Math.Min(1, _terms / _allTerms)),
        };

        // A hundredth more is worth telling.
        if (progress is not null && fraction >= _reported + 0.01)
        {
            _reported = fraction;
            progress.Report(new EncodeProgress(_stage, fraction));
        }
    }
}
