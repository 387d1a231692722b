using System.Management.Automation;
using System.Text;
using ZeroG.Chain;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>What is received into the pipeline instead of a file.</summary>
public sealed partial class ReceiveZgFileCommand
{
    // As large as a segment: a piece is emitted as soon as it is proved.
    private const int PieceSize = 256 << 10;

    /// <summary>Emits the content as arrays of bytes, in pieces of 256 KiB at most, and writes no file.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>Emits the content as lines of text (UTF-8), and writes no file.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    private bool IntoPipeline => AsByteStream || AsText;

    private void CheckOutput()
    {
        string[] given = [.. new[] { nameof(AsByteStream), nameof(AsText), nameof(Destination), nameof(BasePath) }.Where(Given)];
        if (IntoPipeline && given.Length > 1)
        {
            throw new ZeroGException(
                "ZgOutputAmbiguous", ErrorKind.InvalidArgument,
                $"{string.Join(" and ", given.Select(name => $"-{name}"))} each say where the content goes. Give one of them.");
        }
    }

    private void TakeContent(StorageRoot root)
    {
        if (ShouldProcess(root.ToString(), "Receive into the pipeline"))
        {
            RunItem(root.ToString(), async cancellationToken =>
            {
                IReadOnlyList<Hash256> roots = RootsOf(root);
                FileDownload download = new(Nodes, Options(roots[0]));
                TransferWatch watch = new(StartProgress($"Receiving {roots[0].ToShortString()}"), Verbose, Warn);
                await using Stream content = await download.OpenReadAsync(roots, watch, cancellationToken);
                await (AsText ? EmitLinesAsync(content, cancellationToken) : EmitBytesAsync(content, cancellationToken));
            });
        }
    }

    private async Task EmitLinesAsync(Stream content, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            await EmitAsync(line);
        }
    }

    private async Task EmitBytesAsync(Stream content, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[PieceSize];
        int length;
        while ((length = await content.ReadAtLeastAsync(piece, PieceSize, throwOnEndOfStream: false, cancellationToken)) > 0)
        {
            await EmitAsync(piece[..length]);
        }
    }
}
