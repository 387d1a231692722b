using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>All official files of two shapes, made from a label, have the names and bytes of the vectors.</summary>
[Trait("Category", "Vectors")]
public sealed partial class OfficialFileVectorTests : IDisposable
{
    private static readonly VectorForm Form = new("da", "params_files.json", ("files", "file len sha256 log_row? log_col? head64? tail64?"))
    {
        Facts = "produced_by tau tau_label tau_rule blob_rule high_exponent_rule",
    };

    private readonly TempFolder _folder = new();

    public static IEnumerable<object[]> Files => Form.Rows("files");

    private static string Label => Form.File("params_files.json").GetProperty("tau_label").GetString()!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tau_IsTheHashOfItsLabel() => Assert.Equal(
        Form.File("params_files.json").GetProperty("tau").GetString(),
        TauScalars.TauOf(System.Text.Encoding.UTF8.GetBytes(Label)).ToString());

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Write_MakesTheFileOfTheVectors(string name)
    {
        JsonElement file = Form[name];
        string fileName = file.GetProperty("file").GetString()!;
        await WriteAsync(fileName);

        byte[] bytes = await File.ReadAllBytesAsync(_folder[fileName], TestContext.Current.CancellationToken);
        Assert.Equal(file.GetProperty("len").GetInt64(), bytes.Length);
        if (file.TryGetProperty("head64", out JsonElement head))
        {
            Assert.Equal(head.GetString(), Convert.ToHexStringLower(bytes.AsSpan(0, 64)));
            Assert.Equal(file.GetProperty("tail64").GetString(), Convert.ToHexStringLower(bytes.AsSpan(bytes.Length - 64)));
        }

        Assert.Equal(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    // The names are parsed here and made by the product, so that a wrong one fails.
    private async Task WriteAsync(string fileName)
    {
        Match parts = OfficialName().Match(fileName);
        Assert.True(parts.Success, $"No such file is known: {fileName}");
        int logCells = Number(parts, "cells");
        bool montgomery = parts.Groups["mont"].Success;
        ParameterWork work = new(cancellationToken: TestContext.Current.CancellationToken);
        if (parts.Groups["kind"].Value == "power-tau")
        {
            MatrixShape any = new(1, logCells - 1);
            await PowersOfTauFile.WriteAsync(
                _folder[ParameterFileName.PowersOfTau(any, montgomery)], new KnownTau(any, Label), montgomery, overwrite: false, work);
            return;
        }

        MatrixShape shape = new(Number(parts, "depth"), logCells - Number(parts, "depth"));
        int coset = Number(parts, "coset");
        KnownTau source = new(shape, Label);
        await (parts.Groups["kind"].Value == "amt-verify"
            ? VerifyFile.WriteAsync(_folder[ParameterFileName.Verify(shape, coset)], source, coset, overwrite: false, work)
            : ProveFile.WriteAsync(
                _folder[ParameterFileName.Prove(shape, coset, montgomery)], source, coset, montgomery, overwrite: false, work));
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<kind>power-tau|amt-prove|amt-verify)(-coset(?<coset>\d))?(?<mont>-mont)?-5DWgDV(-(?<depth>\d\d))?-(?<cells>\d\d)\.bin$")]
    private static partial Regex OfficialName();
}
