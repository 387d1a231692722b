using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Receives files from storage nodes: whole or a range of them, in one piece or in fragments, as they are stored or decrypted, into a file
/// or a stream. The bytes of a file gather in <c>name.download</c>, which a later call goes on with; the file gets its name only when all
/// of them are proved against the root that was asked for: each segment as it comes, or, where some came without proof or in an earlier
/// run, by reading the whole file again.
/// </summary>
/// <param name="nodes">Finds the nodes to ask.</param>
/// <param name="options">Null for the defaults.</param>
/// <param name="timeProvider">Clock for durations; null for the system's.</param>
public sealed class FileDownload(IFileFinder nodes, DownloadOptions? options = null, TimeProvider? timeProvider = null)
{
    private readonly DownloadOptions _options = (options ?? new DownloadOptions()).Checked();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Receives a file that is stored in one piece.</summary>
    /// <inheritdoc cref="ReceiveAsync(IReadOnlyList{Hash256}, string, IProgress{TransferProgress}?, CancellationToken)"/>
    public Task<DownloadResult> ReceiveAsync(
        Hash256 root, string destination, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ReceiveAsync([root], destination, progress, cancellationToken);

    /// <summary>Receives a file that may be stored in fragments.</summary>
    /// <param name="roots">Roots of the fragments in the order of the file, or its one root.</param>
    /// <param name="destination">Path of the file to write, in a folder that exists.</param>
    /// <param name="progress">Receives phases and bytes.</param>
    /// <param name="cancellationToken">Stops at once; what was received stays for the next call.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgTargetExists</c>, <c>ZgTargetBusy</c>, <c>ZgWriteFailed</c>, <c>ZgFileUnknown</c>, <c>ZgFileNotFinalized</c>,
    /// <c>ZgNodesDisagree</c>, <c>ZgSizeMismatch</c>, <c>ZgNodeMismatch</c>, <c>ZgShardsIncomplete</c>, <c>ZgProofInvalid</c>,
    /// <c>ZgSegmentUnavailable</c>,
    /// <c>ZgRootMismatch</c>, <c>ZgRangeInvalid</c>, and those of reading a header and opening its cipher.
    /// </exception>
    public async Task<DownloadResult> ReceiveAsync(
        IReadOnlyList<Hash256> roots, string destination, IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        string target = Path.GetFullPath(destination);
        if (Directory.Exists(target) || (File.Exists(target) && !_options.Force))
        {
            throw NewFile.TargetExists(target);
        }

        bool whole = _options.Range is null;
        (StoredContent content, ContentReader reader) = await OpenAsync(roots, _options.WithProof || !whole, progress, cancellationToken);
        using (content)
        {
            (long offset, long length) = _options.Range?.Within(content.Size) ?? (0, content.Size);
            using PartialFile partial = PartialFile.Open(
                target, content.Identity(_options.Range), length, _options.Force, durable: !whole);
            await FillAsync(partial, reader, offset, length, progress, cancellationToken);
            if (whole && (!_options.WithProof || partial.Resumed))
            {
                await VerifyAsync(partial, content, reader, progress, cancellationToken);
            }

            partial.Seal(_options.Force);
            return new DownloadResult
            {
                Name = Path.GetFileName(target),
                Path = target,
                Size = length,
                Root = roots[0],
                Encryption = content.Cipher?.Header.Version,
                Sequence = content.Parts[0].Entry.Sequence,
                Node = content.Nodes,
                CreatedAt = _time.GetUtcNow(),
                Duration = _time.GetElapsedTime(start),
            };
        }
    }

    /// <summary>
    /// Opens the file, or the range of it, to read and seek in. Each byte is proved before it is given out; only what is read is fetched.
    /// </summary>
    /// <param name="roots">Roots of the fragments in the order of the file, or its one root.</param>
    /// <param name="progress">Receives remarks and warnings.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="ZeroGException">As for receiving into a file, here and from the stream.</exception>
    public async Task<Stream> OpenReadAsync(
        IReadOnlyList<Hash256> roots, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        (StoredContent content, ContentReader reader) = await OpenAsync(roots, withProof: true, progress, cancellationToken);
        try
        {
            (long offset, long length) = _options.Range?.Within(content.Size) ?? (0, content.Size);
            return new StoredContentStream(content, reader, offset, length);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private async Task<(StoredContent Content, ContentReader Reader)> OpenAsync(
        IReadOnlyList<Hash256> roots, bool withProof, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new TransferProgress(TransferPhase.Asking, Detail: $"Asking the nodes for {string.Join(", ", roots)}."));
        StoredContent content = await StoredContent.FindAsync(roots, nodes, _options.Sizes, cancellationToken);
        ContentReader reader = new(
            content, _options.ThrottleLimit, withProof,
            warning => progress?.Report(new TransferProgress(TransferPhase.Receiving, Warning: warning)));
        if (_options.Decryption is { } keys)
        {
            await reader.DecryptAsync(keys, cancellationToken);
        }

        return (content, reader);
    }

    /// <summary>Receives what is missing, in order, so that the count in the partial file is always true.</summary>
    private static async Task FillAsync(
        PartialFile partial, ContentReader reader, long offset, long length, IProgress<TransferProgress>? progress,
        CancellationToken cancellationToken)
    {
        ByteProgress received = new(progress, TransferPhase.Receiving, length);
        received.Report(partial.Offset);
        await foreach (ReadOnlyMemory<byte> piece in reader.ReadAsync(offset + partial.Offset, length - partial.Offset, cancellationToken))
        {
            partial.Append(piece);
            received.Report(partial.Offset);
        }
    }

    /// <summary>Reads everything that is there and compares its roots, for bytes of which this run has no proof.</summary>
    private async Task VerifyAsync(
        PartialFile partial, StoredContent content, ContentReader reader, IProgress<TransferProgress>? progress,
        CancellationToken cancellationToken)
    {
        bool resumed = partial.Resumed;
        (StoredFile Part, Hash256 Actual)? wrong = await FindWrongAsync();
        if (wrong is not null && partial.IsUnmarked && !_options.Force)
        {
            throw partial.Foreign(content.Parts[0].Root);
        }

        if (wrong is not null && resumed)
        {
            // Bytes of an earlier run are wrong, perhaps torn by a power cut. They are worth one more try, this time from the start.
            partial.Begin(content.Identity(null));
            await FillAsync(partial, reader, 0, content.Size, progress, cancellationToken);
            wrong = await FindWrongAsync();
        }

        if (wrong is { } found)
        {
            partial.Begin(content.Identity(null));
            throw new ZeroGException(
                "ZgRootMismatch", ErrorKind.SecurityError,
                $"What the nodes sent for {found.Part.Root} has the root {found.Actual}. "
                + "Receive it again with proofs to find the node that lies, or ask other nodes.", found.Part.Root);
        }

        Task<(StoredFile Part, Hash256 Actual)?> FindWrongAsync() =>
            content.FindWrongAsync(content.Size == 0 ? null : partial.Content, progress, cancellationToken);
    }
}
