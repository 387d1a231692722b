using ZeroG.DataAvailability.Encoding;

namespace ZeroG.Nodes.Tests.DaEncoder;

/// <summary>An encoder that does what a test says, and counts.</summary>
internal sealed class ScriptedEncoder(
    MatrixShape shape, Func<ReadOnlyMemory<byte>, CancellationToken, EncodedBlob> encode) : IBlobEncoder
{
    private int _calls;

    public MatrixShape Shape => shape;

    public int Calls => Volatile.Read(ref _calls);

    public EncodedBlob Encode(
        ReadOnlyMemory<byte> data, IProgress<EncodeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        return encode(data, cancellationToken);
    }
}
