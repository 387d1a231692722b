namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Multi-scalar multiplication Σ k_i·P_i over G1: buckets of signed digits (Pippenger), halves of scalars by the endomorphism, and
/// additions of affine points that share inversions over all buckets of a batch. For public scalars: the time depends on them.
/// </summary>
public static unsafe class Msm
{
    // Fewer terms than these are cheaper one by one.
    private const int FewTerms = 4;

    /// <summary>Σ scalars[i]·bases[start + i].</summary>
    /// <param name="bases">The bases.</param>
    /// <param name="start">The first base.</param>
    /// <param name="scalars">The scalars.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">There are fewer bases than that.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static G1Jacobian Multiply(
        PointSet bases, int start, ReadOnlySpan<Fr> scalars, int threads = 1, CancellationToken cancellationToken = default)
    {
        // More threads than windows share out the terms as well.
        int parts = scalars.Length > MsmBatch.LargeChunk ? Math.Max(1, threads / 4) : 1;
        int length = scalars.Length / parts;
        G1Jacobian sum = G1Jacobian.Infinity;
        if (parts > 1)
        {
            G1Jacobian[] sums = new G1Jacobian[parts];
            MsmChunks chunks = new(parts, length) { BaseStart = start, BaseStride = length };
            MultiplyChunks(bases, scalars, chunks, sums, threads, cancellationToken: cancellationToken);
            sum = sums.Aggregate(sum, (a, b) => a + b);
            start += parts * length;
            scalars = scalars[(parts * length)..];
        }

        Span<G1Jacobian> rest = stackalloc G1Jacobian[1];
        MsmChunks whole = new(1, scalars.Length) { BaseStart = start };
        MultiplyChunks(bases, scalars, whole, rest, threads, cancellationToken: cancellationToken);
        return sum + rest[0];
    }

    /// <summary>Σ scalars[i]·points[i] for points that are not used again.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static G1Jacobian Multiply(
        ReadOnlySpan<G1Affine> points, ReadOnlySpan<Fr> scalars, int threads = 1, CancellationToken cancellationToken = default)
    {
        if (points.Length != scalars.Length)
        {
            throw new ArgumentException($"There are {points.Length} points and {scalars.Length} scalars.", nameof(scalars));
        }

        if (points.Length >= FewTerms)
        {
            return Multiply(PointSet.From(points, threads), 0, scalars, threads, cancellationToken);
        }

        G1Jacobian sum = G1Jacobian.Infinity;
        for (int i = 0; i < points.Length; i++)
        {
            sum += points[i].Multiply(scalars[i]);
        }

        return sum;
    }

    /// <summary>Many sums of equal length at once: <c>sums[i] = Σ scalars[i·chunk + j]·bases[...]</c>, j = 0..chunk-1.</summary>
    /// <param name="bases">The bases.</param>
    /// <param name="start">The first base of the first sum.</param>
    /// <param name="chunk">Terms of each sum.</param>
    /// <param name="scalars">The scalars of all sums, one sum after another.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="repeatBases">Whether all sums are over the same bases; otherwise their bases lie one after another too.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="progress">Hears of each part done how many of all terms it was, from any thread.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">There are fewer bases or scalars than that.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void MultiplyChunks(
        PointSet bases,
        int start,
        int chunk,
        ReadOnlySpan<Fr> scalars,
        Span<G1Jacobian> sums,
        bool repeatBases = false,
        int threads = 1,
        Action<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        MsmChunks chunks = new(sums.Length, chunk) { BaseStart = start, BaseStride = repeatBases ? 0 : chunk };
        MultiplyChunks(bases, scalars, chunks, sums, threads, progress, cancellationToken);
    }

    /// <summary>Many sums of equal length at once, with bases and scalars in any regular places.</summary>
    /// <param name="bases">The bases.</param>
    /// <param name="scalars">The scalars.</param>
    /// <param name="chunks">Where the terms of each sum lie.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="progress">Hears of each part done how many of all terms it was, from any thread.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">There are fewer bases or scalars than that.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void MultiplyChunks(
        PointSet bases,
        ReadOnlySpan<Fr> scalars,
        MsmChunks chunks,
        Span<G1Jacobian> sums,
        int threads = 1,
        Action<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bases);
        chunks.Check(bases.Count, scalars.Length, sums.Length);
        fixed (Fr* scalar = scalars)
        fixed (G1Jacobian* sum = sums)
        {
            new MsmBatch(bases, scalar, chunks, sum).Run(threads, progress, cancellationToken);
        }
    }
}
