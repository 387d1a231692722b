using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.PowerShell.Pipeline;
using ZeroG.Storage.Files;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// A cmdlet over local files, which come as paths with wildcards, as literal paths, as objects of Get-ChildItem, or as content. Files are
/// worked on in the order of the input, each by itself unless a cmdlet has another way.
/// </summary>
public abstract class LocalFileCmdlet : ZgCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string ContentSet = "InputObject";

    private MemoryStream? _content;

    /// <summary>Files, wildcards allowed; directories that a wildcard matches are passed over.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files, taken as they are written; objects of Get-ChildItem bind here, and directories among them are passed over.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Bytes, or lines of text, which become UTF-8 with a line feed between them; all input makes one file.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ContentSet)]
    [FileContent]
    [ValidateNotNull]
    public FileContent? InputObject { get; set; }

    /// <summary>The name of the file that -InputObject makes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ContentSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    protected override void ProcessRecord()
    {
        if (ParameterSetName == ContentSet)
        {
            AddContent(InputObject!);
            return;
        }

        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            foreach (string file in Resolve(path, literal))
            {
                if (literal && MyInvocation.ExpectingInput && Directory.Exists(file))
                {
                    WriteVerbose($"'{file}' is a directory among the files of the input, and passed over.");
                    continue;
                }

                TakeFile(new LocalFile(file, file, () => FileSource.Open(file)));
            }
        }
    }

    protected override void EndProcessing()
    {
        if (_content is not null)
        {
            ReadOnlyMemory<byte> content = _content.GetBuffer().AsMemory(0, (int)_content.Length);
            TakeFile(new LocalFile(Name, null, () => FileSource.FromBytes(content, Name), content.Length));
        }

        base.EndProcessing();
    }

    /// <summary>Takes one file of the input, on the pipeline thread. Works on it to its end, unless a cmdlet has another way.</summary>
    private protected virtual void TakeFile(LocalFile file) => RunItem(file.Given, async cancellationToken =>
    {
        using FileSource open = file.Open();
        await ProcessFileAsync(open, cancellationToken);
    });

    /// <summary>Works on one file, which is open. A failure becomes an error about its path, and the next file is taken.</summary>
    private protected virtual Task ProcessFileAsync(FileSource file, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes a path that leads to no file.</summary>
    private protected virtual void Refuse(string path, ZeroGException failure) => WriteError(ErrorRecords.From(failure, path));

    private IReadOnlyList<string> Resolve(string path, bool literal)
    {
        try
        {
            if (literal)
            {
                return [FilePaths.ResolveLiteral(SessionState.Path, path)];
            }

            // A row of a list names one file. When it is gone, "scan[1].pdf" must neither pass in silence nor bring "scan1.pdf".
            return MyInvocation.ExpectingInput && !path.AsSpan().ContainsAny('*', '?')
                ? [FilePaths.ResolveOne(SessionState.Path, path)]
                : FilePaths.Resolve(SessionState.Path, path);
        }
        catch (ZeroGException failure)
        {
            Refuse(path, failure);
            return [];
        }
    }

    private void AddContent(FileContent piece)
    {
        bool first = _content is null;
        _content ??= new MemoryStream();
        if (piece.IsLine && !first)
        {
            _content.WriteByte((byte)'\n');
        }

        _content.Write(piece.Bytes.Span);
    }
}
