using System.Numerics;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Points;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Challenge;

/// <summary>
/// A challenge of the ceremony "perpetual powers of tau" (kobigurk/phase2-bn254, <c>powersoftau/src/parameters.rs</c>), that of 0G having n
/// = 2^28 and 96 GiB, of which less than 0.3 % are read:
/// <code>64 bytes of hash | 2n-1 powers in G1 | n powers in G2 | n alpha powers | n beta powers | beta in G2</code>
/// The high powers begin at H = n - N.
/// </summary>
internal sealed class ChallengeFile(ByteRanges bytes, int logPowers)
{
    private const int HashSize = 64;
    private const int G1Size = 64;
    private const int G2Size = 128;
    private const int PieceSize = 4 << 20;

    private static readonly PointForm Form = PointForm.Challenge;

    /// <summary>n, the powers in G2.</summary>
    public long Powers => 1L << logPowers;

    private long G2Start => HashSize + (((2 * Powers) - 1) * G1Size);

    /// <summary>Bytes of a challenge of n powers.</summary>
    public static long FileLength(long powers) => (384 * powers) + 128;

    /// <summary>Where the parts of a shape are: offsets and lengths of the powers in G1, the high ones, those in G2, and the high
    /// one.</summary>
    public static (long Offset, long Length)[] Ranges(MatrixShape shape, int logPowers)
    {
        ChallengeFile file = new(null!, logPowers);
        long high = file.Powers - shape.Cells;
        return
        [
            (HashSize, (long)shape.Cells * G1Size),
            (HashSize + (high * G1Size), (long)shape.Cells * G1Size),
            (file.G2Start, (long)shape.Cells * G2Size),
            (file.G2Start + (high * G2Size), G2Size),
        ];
    }

    /// <summary>Takes a file for a challenge, by its length.</summary>
    /// <exception cref="ZeroGException"><c>ZgChallengeInvalid</c>: it is none, or has too few powers for the shape.</exception>
    public static ChallengeFile Of(ByteRanges bytes, MatrixShape shape)
    {
        (long powers, long rest) = Math.DivRem(bytes.Length - FileLength(0), 384);
        if (rest != 0 || powers <= 0 || !BitOperations.IsPow2(powers))
        {
            throw Invalid(bytes.Name, $"has {bytes.Length:N0} bytes, which no challenge has");
        }

        return powers >= 2L * shape.Cells
            ? new(bytes, BitOperations.Log2((ulong)powers))
            : throw Invalid(bytes.Name, $"has {powers:N0} powers, and a matrix of {shape} needs {2L * shape.Cells:N0}");
    }

    /// <summary>Reads the powers that a shape takes, checks every point, and that they are powers of one number.</summary>
    /// <exception cref="ZeroGException"><c>ZgChallengeInvalid</c>. Or as for reading.</exception>
    public async Task<PowersOfTau> ReadAsync(MatrixShape shape, ParameterWork work)
    {
        (long Offset, long Length)[] ranges = Ranges(shape, logPowers);
        work.Begin("Reading the challenge", 3L * shape.Cells);
        G1Affine[] powers = await ReadAsync(ranges[0], Form.G1, "powers in G1", work);
        G1Affine[] high = await ReadAsync(ranges[1], Form.G1, "high powers in G1", work);
        G2Affine[] powersG2 = await ReadAsync(ranges[2], Form.G2, "powers in G2", work);
        G2Affine[] highG2 = await ReadAsync(ranges[3], Form.G2, "high power in G2", work);
        PowersRelation relation = new(powers, high, powersG2, highG2[0]);
        return relation.FindFault(work) is string fault
            ? throw Invalid(bytes.Name, fault)
            : new(shape, powers, high, (points, stride, _) => Pick(powersG2, points.Span, stride), highG2[0]);
    }

    private static void Pick(G2Affine[] all, Span<G2Affine> points, int stride)
    {
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = all[i * stride];
        }
    }

    private async Task<TPoint[]> ReadAsync<TPoint>(
        (long Offset, long Length) range, PointCodec<TPoint> codec, string name, ParameterWork work)
        where TPoint : unmanaged
    {
        TPoint[] points = new TPoint[range.Length / codec.Size];
        byte[] piece = new byte[Math.Min(PieceSize, range.Length)];
        for (long done = 0; done < range.Length; done += piece.Length)
        {
            int count = (int)Math.Min(piece.Length, range.Length - done) / codec.Size;
            int first = (int)(done / codec.Size);
            await bytes.ReadAsync(range.Offset + done, piece.AsMemory(0, count * codec.Size), work.CancellationToken);
            PointFault[] faults = new PointFault[count];
            Parallel.For(
                0, count, work.Options, i => faults[i] = codec.Read(piece.AsSpan(i * codec.Size, codec.Size), out points[first + i]));
            int bad = Array.FindIndex(faults, fault => fault != PointFault.None);
            if (bad >= 0)
            {
                throw Invalid(bytes.Name, $"has a bad point, number {first + bad} of the {name}: {ParameterFailure.Describe(faults[bad])}");
            }

            work.Advance(count);
        }

        return points;
    }

    private static ZeroGException Invalid(string name, string what) => new(
        "ZgChallengeInvalid", ErrorKind.InvalidData,
        $"'{name}' {what}. Give a challenge file of the ceremony, whole and unchanged; a response has another form.", name);
}
