using System.Management.Automation;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>Makes the parameters that encoding and verifying take.</summary>
[Cmdlet(VerbsCommon.New, "ZgDaParameter", DefaultParameterSetName = DevelopmentSet, SupportsShouldProcess = true)]
[OutputType(typeof(ParameterFiles))]
public sealed class NewZgDaParameterCommand : ZgCmdlet
{
    private const string DevelopmentSet = "Development";
    private const string ChallengeSet = "ChallengePath";

    /// <summary>Makes parameters whose secret is known, for tests on this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DevelopmentSet)]
    public SwitchParameter Development { get; set; }

    /// <summary>The challenge file of the powers-of-tau ceremony, as a path or an http address, of which 268 MB are read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChallengeSet)]
    [ValidateNotNullOrWhiteSpace]
    public string ChallengePath { get; set; } = "";

    /// <summary>Folder of the files, made where it is missing; one in the user's folder when omitted.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The text whose hash is the secret; the same text always gives the same parameters.</summary>
    [Parameter(ParameterSetName = DevelopmentSet)]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 256)]
    public string Label { get; set; } = DevelopmentParameters.DefaultLabel;

    /// <summary>Writes the files of the official encoder and of DA nodes too, 4.9 GB.</summary>
    [Parameter(ParameterSetName = DevelopmentSet)]
    public SwitchParameter OfficialFile { get; set; }

    /// <summary>log2 of the rows and of the columns; the network's, 10, 10, when omitted. Other shapes serve tests.</summary>
    [Parameter(DontShow = true)]
    [Shape]
    public MatrixShape Shape
    {
        get => Kept<MatrixShape?>() ?? MatrixShape.Production;
        set => Keep<MatrixShape?>(value);
    }

    /// <summary>Overwrites files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string? folder = Destination is null ? null : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, Destination));
        await (ParameterSetName == ChallengeSet
            ? ReadChallengeAsync(folder ?? DaParameters.DefaultPath, cancellationToken)
            : MakeAsync(folder, cancellationToken));
    }

    private async Task MakeAsync(string? given, CancellationToken cancellationToken)
    {
        // The user's own are made once and then found: nobody has to know whether they are there.
        string folder = given ?? DevelopmentParameters.FolderOf(Label);
        string file = System.IO.Path.Combine(folder, ParameterFileName.Set(Shape, development: true));
        bool present = given is null && !Force && !OfficialFile && File.Exists(file);
        if (!present && !await ShouldProcessAsync(folder, $"Make development parameters for a matrix of {Shape}"))
        {
            return;
        }

        IProgress<ParameterProgress> progress = DaParameters.Report(StartProgress("Making development parameters"));
        IReadOnlyList<string> files = present
            ? [System.IO.Path.Combine(folder, ParameterFileName.DevelopmentMark), file]
            : await DevelopmentParameters.WriteAsync(
                folder, Shape, Label, OfficialFile, given is null || Force, progress, cancellationToken);
        Warn(DaParameters.DevelopmentWarning(folder));
        await EmitAsync(ParameterFiles.Of(folder, Shape, Label, [.. files.Where(File.Exists)]));
    }

    private async Task ReadChallengeAsync(string folder, CancellationToken cancellationToken)
    {
        bool isAddress = Uri.TryCreate(ChallengePath, UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https");
        string challenge = isAddress ? ChallengePath : await AskAsync(() => FilePaths.ResolveOne(SessionState.Path, ChallengePath));
        if (await ShouldProcessAsync(folder, $"Make parameters for a matrix of {Shape} from {UriText.Mask(address) ?? challenge}"))
        {
            IProgress<ParameterProgress> progress = DaParameters.Report(StartProgress("Making parameters"));
            IReadOnlyList<string> files =
                await ChallengeParameters.WriteAsync(challenge, folder, Shape, Force, progress, cancellationToken);
            await EmitAsync(ParameterFiles.Of(folder, Shape, label: null, files));
        }
    }
}
