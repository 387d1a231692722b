using System.Security.Cryptography;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Checks;

/// <summary>What the checks of all files of a folder share: the shape, and the tau of the first file, which all others have to have
/// too.</summary>
internal sealed class CheckContext(MatrixShape shape, string? label, ParameterWork work)
{
    private G1Affine? _tau;
    private G2Affine? _highG2;
    private string _first = "";

    public MatrixShape Shape => shape;

    public ParameterWork Work => work;

    /// <summary>Says whether a file is from the same tau as those before it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tau">[tau] as it has it.</param>
    /// <param name="highG2">[tau^H] in G2 as it has it.</param>
    /// <param name="fileLabel">The label that the file itself names; null for that of the folder.</param>
    public ParameterCheckResult Tau(string path, G1Affine tau, G2Affine highG2, string? fileLabel = null)
    {
        string? ownLabel = fileLabel ?? label;
        if (ownLabel is not null
            && tau != G1Affine.Generator.Multiply(TauScalars.TauOf(System.Text.Encoding.UTF8.GetBytes(ownLabel))).ToAffine())
        {
            return new("Tau", false, $"it is not the SHA-256 of the label '{ownLabel}'", path);
        }

        if (_tau is null)
        {
            (_tau, _highG2, _first) = (tau, highG2, Path.GetFileName(path));
        }
        else if (tau != _tau || highG2 != _highG2)
        {
            return new("Tau", false, $"it is not that of {_first}", path);
        }

        return new(
            "Tau", true, ownLabel is null ? "the same in all files" : $"for development only: it is the SHA-256 of '{ownLabel}'", path);
    }

    /// <summary>Compares a file with the official list; null if the list has no file of that name, or the parameters are for
    /// development.</summary>
    public ParameterCheckResult? Official(string path)
    {
        if (label is not null || OfficialDigests.Of(Path.GetFileName(path)) is not string expected)
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        string digest = Convert.ToHexStringLower(SHA256.HashData(file));
        return digest == expected
            ? new("Official", true, $"SHA-256 {digest}", path)
            : new("Official", false, $"SHA-256 is {digest} and should be {expected}", path);
    }

    /// <summary>The result of a check that finds a fault or none.</summary>
    public static ParameterCheckResult Result(string name, string path, string? fault, string found) =>
        new(name, fault is null, fault ?? found, path);
}
