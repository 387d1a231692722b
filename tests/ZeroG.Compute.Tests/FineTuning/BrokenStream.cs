namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>The body of an answer: gives some bytes, then breaks, or gives nothing more.</summary>
internal sealed class BrokenStream(byte[] bytes, Action? standStill = null) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await base.ReadAsync(buffer, cancellationToken);
        if (read == 0 && standStill is not null)
        {
            standStill();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return read > 0 ? read : throw new HttpIOException(HttpRequestError.ResponseEnded, "broken");
    }
}
