using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>The parameters that a cmdlet works with: where they are, what they are for, and what has to be said about them.</summary>
internal sealed class DaParameters
{
    private readonly string _folder;

    private DaParameters(string folder, MatrixShape shape) => (_folder, Shape) = (folder, shape);

    /// <summary>Where parameters are when nobody names a folder.</summary>
    public static string DefaultPath => Path.Combine(UserFolder.Path, "da-parameters");

    /// <summary>The shape that they are for.</summary>
    public MatrixShape Shape { get; }

    /// <summary>Looks for parameters without loading them.</summary>
    /// <param name="folder">Full path; null for the user's own.</param>
    /// <param name="shape">The shape that is needed; null for the network's, or whatever there is.</param>
    /// <exception cref="ZeroGException"><c>ZgParameterNotFound</c>, <c>ZgParameterUnreadable</c>, <c>ZgParameterShape</c>.</exception>
    public static DaParameters Find(string? folder, MatrixShape? shape = null)
    {
        folder ??= DefaultPath;
        MatrixShape first = ParameterShapes.First(folder);
        return shape is not { } wanted || ParameterShapes.In(folder).Contains(wanted)
            ? new DaParameters(folder, shape ?? first)
            : throw new ZeroGException(
                "ZgParameterShape", ErrorKind.InvalidArgument,
                $"'{folder}' holds parameters for a matrix of {first}, and this blob has one of {wanted}. Name other parameters.", folder);
    }

    /// <summary>Loads what encoding takes.</summary>
    public async Task<LoadedEncoder> LoadEncoderAsync(PipelineProgress line, Action<string> warn, CancellationToken cancellationToken)
    {
        LoadedEncoder loaded = await LoadedEncoder.OpenAsync(_folder, Shape, Report(line), cancellationToken);
        Warn(loaded.IsDevelopment, warn);
        return loaded;
    }

    /// <summary>Loads what verifying takes.</summary>
    public async Task<VerifierParameters> LoadVerifierAsync(PipelineProgress line, Action<string> warn, CancellationToken cancellationToken)
    {
        VerifierParameters parameters = await VerifierParameters.LoadAsync(_folder, Shape, Report(line), cancellationToken);
        Warn(parameters.IsDevelopment, warn);
        return parameters;
    }

    /// <summary>What has to be said of parameters whose secret is known.</summary>
    public static string DevelopmentWarning(string folder) =>
        $"The parameters in {folder} are for development: their secret is known, and anybody can forge proofs.";

    /// <summary>Shows how far work on parameters is.</summary>
    public static IProgress<ParameterProgress> Report(PipelineProgress line) => new Listener<ParameterProgress>(
        step => line.Report(step.Activity, step.Total > 0 ? (double)step.Done / step.Total : 0));

    /// <summary>Shows how far an encoding is.</summary>
    public static IProgress<EncodeProgress> ReportEncoding(PipelineProgress line) => new Listener<EncodeProgress>(
        step => line.Report(step.Stage.ToString(), step.Fraction));

    private void Warn(bool isDevelopment, Action<string> warn)
    {
        if (isDevelopment)
        {
            warn(DevelopmentWarning(_folder));
        }
    }

    private sealed class Listener<T>(Action<T> take) : IProgress<T>
    {
        public void Report(T value) => take(value);
    }
}
