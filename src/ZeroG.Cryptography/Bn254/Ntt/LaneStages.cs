using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The butterflies of eight transforms at once, by decimation in time, two stages together. Multiplying first, a pass adds a constant to
/// the bound of the values; adding first would double it.
/// </summary>
/// <remarks>
/// Between passes all limbs are tight. Values: butterflies that multiply by one sum four inputs and reduce them to 0.5 p; all others add
/// 1.75 p (a product of tight limbs) and 3 p (of loose ones). Inputs of 1.75 p, added in pairs, stay within 28 p over five passes, and the
/// 42 p that the lanes hold are never met.
/// </remarks>
internal static unsafe class LaneStages
{
    // Lines that fit into a first-level cache together with their roots.
    private const int ChunkLog = 6;

    /// <summary>Transforms 2^log lines: inputs by reversed index, tight and within 1.75 p, outputs in order.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="log">0 to <see cref="NttRoots.MaxLog"/>.</param>
    /// <param name="scratch">Memory for four lines more.</param>
    public static void Transform(Lanes8<FrModulus>* lines, int log, Lanes8<FrModulus>* scratch)
    {
        int n = 1 << log;
        int chunkLog = log <= ChunkLog + 1 ? log : ChunkLog + (log % 2);
        for (int start = 0; start < n; start += 1 << chunkLog)
        {
            TransformFrom(lines + start, 1 << chunkLog, 0, chunkLog, scratch);
        }

        TransformFrom(lines, n, chunkLog, log, scratch);
    }

    /// <summary>The stages from one on to another one.</summary>
    private static void TransformFrom(Lanes8<FrModulus>* lines, int n, int stage, int end, Lanes8<FrModulus>* scratch)
    {
        if ((end - stage) % 2 != 0)
        {
            // Only ever the first stage, whose only root is one.
            AddPairs(lines, n);
            stage++;
        }

        for (; stage < end; stage += 2)
        {
            Pass(lines, n, stage, NttRoots.LaneStage(stage), NttRoots.LaneStage(stage + 1), scratch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPairs(Lanes8<FrModulus>* lines, int n)
    {
        for (int i = 0; i < n; i += 2)
        {
            Lanes8<FrModulus> lower = lines[i];
            Lanes8<FrModulus>.AddCarry(lower, lines[i + 1], out lines[i]);
            Lanes8<FrModulus>.SubtractCarry(lower, lines[i + 1], out lines[i + 1]);
        }
    }

    /// <summary>Two stages: quarters of 2^log lines each are joined to halves, and these to a whole.</summary>
    private static void Pass(Lanes8<FrModulus>* lines, int n, int log, double* roots, double* nextRoots, Lanes8<FrModulus>* scratch)
    {
        int quarter = 1 << log;
        double* root = roots;
        double* lowerRoot = nextRoots;
        double* upperRoot = nextRoots + ((long)LanesTable<FrModulus>.FactorLength << log);
        for (int start = 0; start < n; start += 4 * quarter)
        {
            JoinFirst(lines + start, quarter, upperRoot, scratch);
        }

        for (int j = 1; j < quarter; j++)
        {
            root += LanesTable<FrModulus>.FactorLength;
            lowerRoot += LanesTable<FrModulus>.FactorLength;
            upperRoot += LanesTable<FrModulus>.FactorLength;
            for (int start = j; start < n; start += 4 * quarter)
            {
                Join(lines + start, quarter, root, lowerRoot, upperRoot, scratch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join(
        Lanes8<FrModulus>* x, int quarter, double* root, double* lowerRoot, double* upperRoot, Lanes8<FrModulus>* scratch)
    {
        Lanes8<FrModulus>* x1 = x + quarter;
        Lanes8<FrModulus>* x2 = x1 + quarter;
        Lanes8<FrModulus>* x3 = x2 + quarter;
        Lanes8<FrModulus>.MultiplyFixed(*x3, root, out scratch[1]);
        Lanes8<FrModulus>.MultiplyFixed(*x1, root, out scratch[0]);
        Lanes8<FrModulus>.Add(*x2, scratch[1], out scratch[2]);
        Lanes8<FrModulus>.Subtract(*x2, scratch[1], out scratch[3]);
        Lanes8<FrModulus>.MultiplyFixed(scratch[2], lowerRoot, out scratch[2]);
        Lanes8<FrModulus>.MultiplyFixed(scratch[3], upperRoot, out scratch[3]);
        Lanes8<FrModulus>.Add(*x, scratch[0], out scratch[1]);
        Lanes8<FrModulus>.Subtract(*x, scratch[0], out scratch[0]);
        Lanes8<FrModulus>.AddCarry(scratch[1], scratch[2], out *x);
        Lanes8<FrModulus>.AddCarry(scratch[0], scratch[3], out *x1);
        Lanes8<FrModulus>.SubtractCarry(scratch[1], scratch[2], out *x2);
        Lanes8<FrModulus>.SubtractCarry(scratch[0], scratch[3], out *x3);
    }

    /// <summary>The butterfly whose roots are all one, but for the root of order four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinFirst(Lanes8<FrModulus>* x, int quarter, double* rootOfFour, Lanes8<FrModulus>* scratch)
    {
        Lanes8<FrModulus>* x1 = x + quarter;
        Lanes8<FrModulus>* x2 = x1 + quarter;
        Lanes8<FrModulus>* x3 = x2 + quarter;
        Lanes8<FrModulus>.Subtract(*x2, *x3, out scratch[3]);
        Lanes8<FrModulus>.MultiplyFixed(scratch[3], rootOfFour, out scratch[3]);
        Lanes8<FrModulus>.AddCarry(*x, *x1, out scratch[0]);
        Lanes8<FrModulus>.AddCarry(*x2, *x3, out scratch[2]);
        Lanes8<FrModulus>.SubtractCarry(*x, *x1, out scratch[1]);
        Lanes8<FrModulus>.Add(scratch[0], scratch[2], out *x);
        Lanes8<FrModulus>.Subtract(scratch[0], scratch[2], out *x2);
        Lanes8<FrModulus>.Add(scratch[1], scratch[3], out *x1);
        Lanes8<FrModulus>.Subtract(scratch[1], scratch[3], out *x3);
        Lanes8<FrModulus>.Reduce(*x, out *x);
        Lanes8<FrModulus>.Reduce(*x1, out *x1);
        Lanes8<FrModulus>.Reduce(*x2, out *x2);
        Lanes8<FrModulus>.Reduce(*x3, out *x3);
    }
}
