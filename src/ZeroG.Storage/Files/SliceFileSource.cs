using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Files;

/// <summary>A part of another source, such as one fragment of a large file.</summary>
internal sealed class SliceFileSource(FileSource whole, long offset, long length, string name) : FileSource(name, whole.Path, length)
{
    public override string? Encryption => whole.Encryption;

    public override void ThrowIfChanged() => whole.ThrowIfChanged();

    internal override async Task<FileTree> HashAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        FileTree tree = await base.HashAsync(progress, cancellationToken);
        await whole.CheckPartAsync(tree, offset, cancellationToken);
        return tree;
    }

    internal override Task PrepareAsync(CancellationToken cancellationToken) => whole.PrepareAsync(cancellationToken);

    internal override Task CheckPartAsync(FileTree part, long position, CancellationToken cancellationToken) =>
        whole.CheckPartAsync(part, offset + position, cancellationToken);

    protected override ValueTask FillAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken) =>
        whole.ReadAsync(offset + position, buffer, cancellationToken);
}
