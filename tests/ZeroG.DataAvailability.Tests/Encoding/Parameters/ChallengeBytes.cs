using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters.Challenge;
using ZeroG.DataAvailability.Encoding.Parameters.Points;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>
/// A challenge file of a known tau. With four times as many powers as cells its high powers begin at 3N, as those of development parameters
/// do.
/// </summary>
internal static class ChallengeBytes
{
    public static byte[] Make(MatrixShape shape, string label, int factor = 4)
    {
        int powers = factor * shape.Cells;
        TauScalars scalars = new(shape, TauScalars.TauOf(System.Text.Encoding.UTF8.GetBytes(label)));
        Fr[] all = new Fr[(2 * powers) - 1];
        scalars.Powers(Fr.One, 0, all);
        G1Affine[] points = new G1Affine[all.Length];
        FixedBase.G1.Multiply(all, points);
        G2Affine[] pointsG2 = new G2Affine[powers];
        FixedBase.G2.Multiply(all.AsSpan(0, powers), pointsG2);

        byte[] bytes = new byte[ChallengeFile.FileLength(powers)];
        Random.Shared.NextBytes(bytes.AsSpan(0, 64));
        int offset = 64;
        foreach (G1Affine point in points)
        {
            PointForm.Challenge.G1.Write(point, bytes.AsSpan(offset, 64));
            offset += 64;
        }

        foreach (G2Affine point in pointsG2)
        {
            PointForm.Challenge.G2.Write(point, bytes.AsSpan(offset, 128));
            offset += 128;
        }

        // What follows, the alpha and beta powers, nobody reads.
        bytes.AsSpan(offset).Fill(0xFF);
        return bytes;
    }
}
