namespace ZeroG.Storage.Transfer;

/// <summary>A segment that passed its checks.</summary>
/// <param name="Data">Whole sectors.</param>
/// <param name="Owner">Gives the buffer back.</param>
internal sealed record ReceivedSegment(ReadOnlyMemory<byte> Data, IDisposable Owner) : IDisposable
{
    public void Dispose() => Owner.Dispose();
}
