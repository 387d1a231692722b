namespace ZeroG.Storage.Files;

/// <summary>Bytes in memory, which nobody changes.</summary>
internal sealed class MemoryFileSource(ReadOnlyMemory<byte> bytes, string name) : FileSource(name, null, bytes.Length)
{
    public override void ThrowIfChanged()
    {
    }

    protected override ValueTask FillAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        bytes.Slice((int)position, buffer.Length).CopyTo(buffer);
        return ValueTask.CompletedTask;
    }
}
