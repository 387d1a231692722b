namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The roots of unity that a line of up to 2^<see cref="MaxLog"/> elements meets, computed once per stage and kept: at most 64 KiB for the
/// scalar code and 410 KiB for the lanes.
/// </summary>
internal static unsafe class NttRoots
{
    /// <summary>The longest line: as eight lanes it fits into a second-level cache of 1 MiB.</summary>
    public const int MaxLog = 11;

    private static readonly Fr[]?[] Stages = new Fr[]?[MaxLog];
    private static readonly AlignedBuffer<double>?[] Factors = new AlignedBuffer<double>?[MaxLog];

    /// <summary>The powers 0 to 2^log - 1 of the root of order 2^(log + 1), with which a stage joins halves of 2^log elements.</summary>
    public static Fr[] Stage(int log) => Volatile.Read(ref Stages[log]) ?? CreateStage(log);

    /// <summary>The same as factors of <see cref="Lanes8{TModulus}.MultiplyFixed"/>. They are never freed.</summary>
    public static double* LaneStage(int log) => (Volatile.Read(ref Factors[log]) ?? CreateFactors(log)).Pointer;

    private static Fr[] CreateStage(int log)
    {
        Fr[] roots = new Fr[1 << log];
        Fr root = Fr.RootOfUnity(log + 1);
        roots[0] = Fr.One;
        for (int i = 1; i < roots.Length; i++)
        {
            roots[i] = roots[i - 1] * root;
        }

        Volatile.Write(ref Stages[log], roots);
        return roots;
    }

    /// <summary>If two threads come here at once, both end with the buffer of the first one.</summary>
    private static AlignedBuffer<double> CreateFactors(int log)
    {
        AlignedBuffer<double> factors = NttFactors.Spread(Stage(log));
        return Interlocked.CompareExchange(ref Factors[log], factors, null) ?? factors;
    }
}
