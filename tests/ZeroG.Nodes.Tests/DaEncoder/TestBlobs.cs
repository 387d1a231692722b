using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Tests.Encoding;

namespace ZeroG.Nodes.Tests.DaEncoder;

/// <summary>Real blobs of the small shape, by the encoder that knows tau and so needs no parameters.</summary>
internal static class TestBlobs
{
    public static IBlobEncoder Small { get; } = new KnownTauEncoder(MatrixShape.Small, Fr.FromUInt64(20261126));

    public static byte[] Data(int size, int seed = 1)
    {
        byte[] data = new byte[size];
        new Random(seed).NextBytes(data);
        return data;
    }
}
