using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Sources;

/// <summary>
/// The scalars of all parameters when tau is known: every point is one of them times a generator. With T = tau / kappa of the coset, N
/// cells, M = N / 2^d and w of order N:
/// <code>
/// basis      L_t    = w^t / N · (T^N - 1) / (T - w^t)
/// quotients  Q_d,t  = w^t / N · (T^M - w^(tM)) / (T - w^t)
/// vanishes   V_d,s  = (T^N - 1) / (T^M - g_d^s)
/// </code>
/// The entry at p belongs to t = rev_L(p), or s = rev_d(p). Any part of an array can be made alone.
/// </summary>
internal sealed class TauScalars
{
    // Entries that share one inversion.
    private const int MaxBlock = 12;

    private readonly MatrixShape _shape;
    private readonly Fr _tau;
    private readonly Fr _inverseCells;
    private readonly Fr[] _blockRoots;

    public TauScalars(MatrixShape shape, Fr tau)
    {
        _shape = shape;
        _tau = tau;
        _inverseCells = Fr.FromUInt64((ulong)shape.Cells).Inverse();
        int log = Math.Min(MaxBlock, shape.LogCells);
        _blockRoots = new Fr[1 << log];
        Fr root = Fr.RootOfUnity(log);
        Fr power = Fr.One;
        for (int i = 0; i < _blockRoots.Length; i++, power *= root)
        {
            _blockRoots[BitOrder.Reverse(i, log)] = power;
        }
    }

    /// <summary>What starts of entries have to be a multiple of, and how many entries are made at most at once.</summary>
    public int BlockSize => _blockRoots.Length;

    /// <summary>tau^(3N), which starts the high powers (the rule of the official development setup,
    /// <c>crates/amt/src/power_tau.rs</c>).</summary>
    public Fr High => _tau.Pow((ulong)MatrixShape.CosetCount * (ulong)_shape.Cells);

    /// <summary>first · tau^(start + i).</summary>
    public void Powers(Fr first, int start, Span<Fr> scalars) =>
        Fr.Powers(first * _tau.Pow((ulong)start), _tau, scalars);

    /// <summary>The scalars of first · basis from an entry on.</summary>
    public void Basis(Fr first, int coset, int start, Span<Fr> scalars)
    {
        Fr point = PointOf(coset);
        Quotient(point, start, scalars);
        Fr factor = first * (point.Pow((ulong)_shape.Cells) - Fr.One);
        foreach (ref Fr scalar in scalars)
        {
            scalar *= factor;
        }
    }

    /// <summary>The scalars of the quotients of a depth (1 is the first) from an entry on.</summary>
    public void Quotients(int coset, int depth, int start, Span<Fr> scalars)
    {
        Fr point = PointOf(coset);
        Quotient(point, start, scalars);
        int log = _shape.LogCells - depth;
        Fr power = point.Pow(1UL << log);
        Fr root = Fr.RootOfUnity(depth);
        for (int i = 0; i < scalars.Length;)
        {
            // The entries of a node are neighbours, and share w^(tM).
            int node = (start + i) >> log;
            int end = Math.Min(scalars.Length, ((node + 1) << log) - start);
            Fr factor = power - root.Pow((ulong)BitOrder.Reverse(node, depth));
            for (; i < end; i++)
            {
                scalars[i] *= factor;
            }
        }
    }

    /// <summary>The 2^d scalars of the vanishes of a depth.</summary>
    public void Vanishes(int coset, int depth, Span<Fr> scalars)
    {
        Fr point = PointOf(coset);
        Fr power = point.Pow(1UL << (_shape.LogCells - depth));
        Fr root = Fr.RootOfUnity(depth);
        Fr rootPower = Fr.One;
        for (int s = 0; s < scalars.Length; s++, rootPower *= root)
        {
            scalars[BitOrder.Reverse(s, depth)] = power - rootPower;
        }

        Fr.BatchInvert(scalars);
        Fr factor = point.Pow((ulong)_shape.Cells) - Fr.One;
        foreach (ref Fr scalar in scalars)
        {
            scalar *= factor;
        }
    }

    /// <summary>The integer of SHA-256 of a label in UTF-8, reduced: the tau that the label stands for.</summary>
    public static Fr TauOf(ReadOnlySpan<byte> label)
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(label, hash);
        return Fr.FromBigEndianReduced(hash);
    }

    // w^t / N / (T - w^t) for the entries from start on.
    private void Quotient(Fr point, int start, Span<Fr> scalars)
    {
        Fr first = RootAt(start);
        for (int i = 0; i < scalars.Length; i++)
        {
            scalars[i] = point - (first * _blockRoots[i]);
        }

        Fr.BatchInvert(scalars);
        first *= _inverseCells;
        for (int i = 0; i < scalars.Length; i++)
        {
            scalars[i] *= first * _blockRoots[i];
        }
    }

    // w^t of an entry that starts a block: the bits within the block are the highest of t, so the others are a factor of them all.
    private Fr RootAt(int start) => Fr.RootOfUnity(_shape.LogCells).Pow((ulong)BitOrder.Reverse(start, _shape.LogCells));

    private Fr PointOf(int coset) => _tau * Coset.Factor(_shape, coset).Inverse();
}
