using System.Collections.Concurrent;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The scratch memory of one thread. Workspaces that are not in use are kept for the next call, as many as there are processors.
/// </summary>
internal sealed class MsmWorkspace
{
    private static readonly ConcurrentBag<MsmWorkspace> Unused = [];

    private MsmWorkspace()
        : this(PairAdders.ForG1())
    {
    }

    /// <summary>A workspace that uses that kernel.</summary>
    internal MsmWorkspace(PairAdder<G1Affine> adder)
    {
        Adder = adder;
        Segments = new(adder);
        Buckets = new(Segments);
        Multiplier = new(adder);
        Combiner = new(adder);
    }

    public PairAdder<G1Affine> Adder { get; }

    public SegmentSums<G1Affine> Segments { get; }

    public BucketLists Lists { get; } = new();

    public BucketSums Buckets { get; }

    public BitCombiner Combiner { get; }

    public PointMultiplier Multiplier { get; }

    public static MsmWorkspace Rent() => Unused.TryTake(out MsmWorkspace? workspace) ? workspace : new MsmWorkspace();

    public static void Return(MsmWorkspace workspace)
    {
        if (Unused.Count < Environment.ProcessorCount)
        {
            Unused.Add(workspace);
        }
    }
}
