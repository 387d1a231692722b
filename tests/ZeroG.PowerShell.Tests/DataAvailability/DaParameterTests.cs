using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.DataAvailability;

/// <summary>New-ZgDaParameter and Test-ZgDaParameter.</summary>
public sealed class DaParameterTests(DaSession da) : IClassFixture<DaSession>
{
    private ModuleSession Session => da.Session;

    [Fact]
    public void New_Development_DescribesWhatItMadeAndWarns()
    {
        RunResult result = Session.Run("New-ZgDaParameter -Development -Shape 6,5 -Destination ./made -Label 'a label'");

        result.AssertNoErrors();
        PSObject made = Assert.Single(result.Output);
        Assert.Equal(
            ["Files", "IsDevelopment", "Label", "Path", "Shape", "Size"],
            made.Properties.Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            [da.Folder["made"], "64x32", "True", "a label"],
            new[] { "Path", "Shape", "IsDevelopment", "Label" }.Select(name => made.Properties[name].Value.ToString()));
        Assert.Contains("for development: their secret is known", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            Directory.GetFiles(da.Folder["made"]).Sum(file => new FileInfo(file).Length), (long)made.Properties["Size"].Value);
    }

    [Fact]
    public void New_NoDestination_IsMadeOnceInTheUsersFolder()
    {
        RunResult result = Session.Run("""
            $first = New-ZgDaParameter -Development -Shape '3,3' -WarningAction Ignore
            $written = [IO.File]::GetLastWriteTimeUtc($first.Files[1])
            $again = New-ZgDaParameter -Development -Shape 3,3 -WarningAction Ignore
            $again.Path -eq $first.Path -and $again.Size -eq $first.Size
            [IO.File]::GetLastWriteTimeUtc($again.Files[1]) -eq $written
            $first.Path
            """);

        result.AssertNoErrors();
        Assert.Equal([true, true], result.Output.SkipLast(1).Select(item => item.BaseObject));
        Assert.StartsWith(Path.Combine(da.Home, "da-parameters", "development-"), result.Output[^1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void New_FilesAreThere_AreLeftUnlessForced()
    {
        Session.Run("New-ZgDaParameter -Development -Shape 3,3 -Destination twice").AssertNoErrors();
        Session.Run("New-ZgDaParameter -Development -Shape 3,3 -Destination twice").SingleError("ZgTargetExists");
        Session.Run("New-ZgDaParameter -Development -Shape 3,3 -Destination twice -Force").AssertNoErrors();
        Session.Run("New-ZgDaParameter -Development -Shape 3,3 -Destination twice -Label other -Force").SingleError("ZgParameterMixed");
    }

    [Fact]
    public void New_WhatIf_MakesNothing()
    {
        Session.Run("New-ZgDaParameter -Development -Shape 3,3 -Destination if -WhatIf").AssertNoErrors();

        Assert.False(Directory.Exists(da.Folder["if"]));
    }

    [Theory]
    [InlineData("-Shape 6")]
    [InlineData("-Shape 0,5")]
    [InlineData("-Shape 15,15")]
    [InlineData("-Shape a,b")]
    public void New_NoShape_IsRefusedByTheBinder(string shape) =>
        Session.Run($"New-ZgDaParameter -Development {shape} -Destination none").SingleError("ParameterArgumentTransformationError");

    [Fact]
    public void New_NoChallenge_SaysSo() =>
        Session.Run("New-ZgDaParameter -ChallengePath ./no-challenge -Shape 6,5 -Destination unused").SingleError("ZgChallengeNotFound");

    [Fact]
    public void Test_WholeParameters_KeepEveryPromise()
    {
        RunResult result = Session.Run(
            "Test-ZgDaParameter parameters; $parameters | Test-ZgDaParameter -Quiet; Test-ZgDaParameter $parameters -Quiet");

        result.AssertNoErrors();
        PSObject[] checks = [.. result.Output.SkipLast(2)];
        Assert.True(checks.Length > 3);
        Assert.All(checks, check => Assert.Equal(true, check.Properties["Passed"].Value));
        Assert.All(
            checks,
            check => Assert.StartsWith(da.Folder["parameters"], (string)check.Properties["Target"].Value, StringComparison.Ordinal));
        Assert.Equal([true, true], result.Output.TakeLast(2).Select(item => item.BaseObject));
    }

    [Fact]
    public void Test_AlteredFile_IsAResultAndNoError()
    {
        Session.Run("New-ZgDaParameter -Development -Shape 3,3 -Destination altered").AssertNoErrors();
        string file = Directory.GetFiles(da.Folder["altered"], "*.bin").Single();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^20] ^= 1;
        File.WriteAllBytes(file, bytes);

        RunResult result = Session.Run("Test-ZgDaParameter altered; Test-ZgDaParameter altered -Quiet");

        result.AssertNoErrors();
        Assert.Contains(result.Output.SkipLast(1), check => check.Properties["Passed"].Value is false);
        Assert.Equal(false, result.Output[^1].BaseObject);
    }

    [Theory]
    [InlineData("Test-ZgDaParameter none")]
    [InlineData("Test-ZgDaParameter .")]
    [InlineData("ConvertTo-ZgEncodedBlob data.bin -ParameterPath none")]
    [InlineData("ConvertTo-ZgEncodedBlob data.bin -ParameterPath .")]
    [InlineData("ConvertTo-ZgEncodedBlob data.bin")]
    [InlineData("Test-ZgDaSlice encoded/data.bin.slices -ParameterPath none")]
    [InlineData("Start-ZgDaEncoder nowhere -ParameterPath none")]
    public void EachCommand_WithoutParameters_NamesTheWayToThem(string script)
    {
        ErrorRecord error = Session.Run(script).SingleError("ZgParameterNotFound");

        Assert.Contains("New-ZgDaParameter", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
