using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.DataAvailability;

/// <summary>ConvertTo-ZgEncodedBlob, Test-ZgDaSlice and ConvertFrom-ZgEncodedBlob on blobs of the official test shape.</summary>
public sealed class EncodedBlobTests(DaSession da) : IClassFixture<DaSession>
{
    private ModuleSession Session => da.Session;

    [Theory]
    [InlineData("data.bin")]
    [InlineData("largest.bin")]
    public void ThereAndBack_IsTheSameFile(string file)
    {
        RunResult result = Session.Run($"""
            ConvertTo-ZgEncodedBlob {file} -ParameterPath $parameters -Destination there |
                ConvertFrom-ZgEncodedBlob -Destination back-{file}/
            """);

        result.AssertNoErrors();
        Assert.Equal(File.ReadAllBytes(da.Folder[file]), File.ReadAllBytes(da.Folder[Path.Combine($"back-{file}", file)]));
        PSObject back = Assert.Single(result.Output);
        Assert.Equal(
            ["Name", "Path", "Size", "Root", "Commitment", "SliceCount", "WrongSliceCount"],
            back.Properties.Select(property => property.Name));
        Assert.Equal((192, 0), (back.Properties["SliceCount"].Value, back.Properties["WrongSliceCount"].Value));
        Assert.Single(result.Warnings, warning => warning.Contains("for development", StringComparison.Ordinal));
    }

    [Fact]
    public void ConvertTo_FilesOfAPipeline_GiveOneObjectEachInOrder()
    {
        RunResult result = Session.Run("""
            Get-ChildItem data.bin, largest.bin, too-large.bin |
                ConvertTo-ZgEncodedBlob -ParameterPath $parameters -WarningAction Ignore
            """);

        Assert.Equal(["data.bin", "largest.bin"], result.Output.Select(blob => blob.Properties["Name"].Value));
        Assert.All(result.Output, blob => Assert.Null(blob.Properties["Path"].Value));
        ErrorRecord error = result.SingleError("ZgBlobTooLarge");
        Assert.Equal(da.Folder["too-large.bin"], error.TargetObject);
        Assert.Contains("has 63485 bytes, and a blob has 63484 at most", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConvertTo_OneByteMoreThanTheNetworkTakes_IsRefusedBeforeAnythingIsLoaded()
    {
        Directory.CreateDirectory(da.Folder["network"]);
        File.WriteAllText(da.Folder[Path.Combine("network", "zerog-da-10-20.bin")], "never read");
        using (FileStream large = File.Create(da.Folder["large.bin"]))
        {
            large.SetLength(32_505_853);
        }

        ErrorRecord error = Session.Run("ConvertTo-ZgEncodedBlob large.bin -ParameterPath network").SingleError("ZgBlobTooLarge");

        Assert.Contains("has 32505853 bytes, and a blob has 32505852 at most", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConvertTo_EmptyFile_IsRefused() =>
        Session.Run("ConvertTo-ZgEncodedBlob empty.bin -ParameterPath $parameters").SingleError("ZgFileEmpty");

    [Fact]
    public void ConvertTo_Text_IsABlobWithAName()
    {
        RunResult result = Session.Run("""
            $blob = 'hello' | ConvertTo-ZgEncodedBlob -Name greeting.txt -ParameterPath $parameters -WarningAction Ignore
            $null = $blob.Slices | Select-Object -Last 64 | ConvertFrom-ZgEncodedBlob -Destination greetings/
            """);

        result.AssertNoErrors();
        Assert.Equal("hello", File.ReadAllText(da.Folder[Path.Combine("greetings", "greeting.txt")]));
    }

    [Fact]
    public void ConvertTo_SlicesAreThere_AreLeftUnlessForced()
    {
        const string Encode = "ConvertTo-ZgEncodedBlob data.bin -ParameterPath $parameters -Destination again -WarningAction Ignore";
        Session.Run(Encode).AssertNoErrors();
        string stray = da.Folder[Path.Combine("again", "data.bin.slices", "stray")];
        File.WriteAllText(stray, "");

        ErrorRecord error = Session.Run(Encode).SingleError("ZgTargetExists");
        Assert.Equal(da.Folder["data.bin"], error.TargetObject);
        Assert.Contains(Path.GetDirectoryName(stray)!, error.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(stray));
        Session.Run(Encode + " -Force").AssertNoErrors();
        Assert.False(File.Exists(stray));
        Assert.Single(Directory.GetFileSystemEntries(da.Folder["again"]));
    }

    [Fact]
    public void ConvertTo_WhatIf_WritesNothing()
    {
        RunResult result = Session.Run("ConvertTo-ZgEncodedBlob data.bin -ParameterPath $parameters -Destination if -WhatIf");

        result.AssertNoErrors();
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(da.Folder["if"]));
    }

    [Fact]
    public void TestSlice_WholeBlob_PassesEachOfThem()
    {
        RunResult result = Session.Run("""
            Test-ZgDaSlice encoded/data.bin.slices -ParameterPath $parameters -WarningAction Ignore
            Test-ZgDaSlice encoded/data.bin.slices -ParameterPath $parameters -WarningAction Ignore -Quiet
            """);

        result.AssertNoErrors();
        Assert.Equal(193, result.Output.Count);
        Assert.All(result.Output.SkipLast(1), check => Assert.Equal(true, check.Properties["Passed"].Value));
        Assert.Equal("Slice 17", result.Output[17].Properties["Name"].Value);
        Assert.EndsWith("slice-0017.bin", (string)result.Output[17].Properties["Target"].Value, StringComparison.Ordinal);
        Assert.Equal(true, result.Output[^1].BaseObject);
    }

    [Theory]
    [InlineData("Test-ZgDaSlice damaged")]
    [InlineData("Get-ChildItem damaged/*.bin | Test-ZgDaSlice")]
    [InlineData("Test-ZgDaSlice damaged/*.bin")]
    [InlineData("'damaged' | Test-ZgDaSlice")]
    public void TestSlice_DamagedSlices_AreResultsWithTheOfficialNames(string script)
    {
        string folder = da.Folder["damaged"];
        if (!Directory.Exists(folder))
        {
            da.Copy("damaged");
            DaSession.Damage(folder, 3);
            DaSession.Damage(folder, 100);
            File.WriteAllBytes(Path.Combine(folder, "slice-0150.bin"), new byte[10]);
        }

        RunResult result = Session.Run($"{script} -ParameterPath $parameters -WarningAction Ignore | Where-Object {{ -not $_.Passed }}");

        result.AssertNoErrors();
        Assert.Equal(["Slice 3", "Slice 100", "Slice 150"], result.Output.Select(check => check.Properties["Name"].Value));
        Assert.Equal(
            "AMT(IncorrectProof { coset_index: 1, amt_index: 36, error: InconsistentCommitment })",
            result.Output[1].Properties["Detail"].Value);
    }

    [Theory]
    [InlineData("Test-ZgDaSlice none.bin", "ZgFileNotFound")]
    [InlineData("Test-ZgDaSlice none*", null)]
    [InlineData("Test-ZgDaSlice parameters", "ZgSliceFolderEmpty")]
    [InlineData("Test-ZgDaSlice encoded/data.bin.slices, none.bin", "ZgFileNotFound")]
    [InlineData("Test-ZgDaSlice encoded/data.bin.slices, none*", null)]
    [InlineData("'none.bin', 'encoded/data.bin.slices' | Test-ZgDaSlice", "ZgFileNotFound")]
    [InlineData("@() | Test-ZgDaSlice", null)]
    public void TestSlice_QuietAndSomethingWasNotThere_IsFalse(string script, string? errorId)
    {
        RunResult result = Session.Run($"{script} -ParameterPath $parameters -WarningAction Ignore -Quiet");

        Assert.Equal(false, Assert.Single(result.Output).BaseObject);
        Assert.Equal(errorId, result.Errors.SingleOrDefault()?.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void TestSlice_OneFolderOfAnotherShape_IsAnErrorOfItsOwn()
    {
        string file = Path.Combine(da.Copy("shape"), "blob.json");
        string json = File.ReadAllText(file).Replace("\"log_rows\": 6", "\"log_rows\": 10", StringComparison.Ordinal);
        File.WriteAllText(file, json);
        da.Copy("right");

        RunResult result = Session.Run(
            "Test-ZgDaSlice encoded/data.bin.slices, shape, right -ParameterPath $parameters -WarningAction Ignore");

        Assert.Equal(da.Folder["shape"], result.SingleError("ZgParameterShape").TargetObject);
        Assert.Equal(2 * 192, result.Output.Count(check => (bool)check.Properties["Passed"].Value));
    }

    [Fact]
    public void TestSlice_ParametersBetweenThatCannotBeLoaded_LeaveTheOthersUsable()
    {
        RunResult result = Session.Run("""
            $both = @{ ParameterPath = 'both-shapes'; WarningAction = 'Ignore' }
            foreach ($shape in (6, 5), (3, 3)) {
                $null = New-ZgDaParameter -Development -Shape $shape -Destination both-shapes -Label tests -WarningAction Ignore
            }
            $null = New-ZgDaParameter -Development -Shape 3, 3 -Destination small -Label tests -WarningAction Ignore
            $null = 'hello' | ConvertTo-ZgEncodedBlob -Name a.txt -ParameterPath small -Destination small-slices -WarningAction Ignore
            [IO.File]::WriteAllText((Get-ChildItem both-shapes/*-03-06.bin).FullName, 'damaged')
            $first = 'encoded/data.bin.slices'
            $first, 'small-slices/a.txt.slices', $first, $first | Test-ZgDaSlice @both
            """);

        result.SingleError("ZgParameterInvalid");
        Assert.Equal(2 * 192, result.Output.Count(check => (bool)check.Properties["Passed"].Value));
    }

    [Fact]
    public void ConvertFrom_TwoBlobsOfOneName_ReplaceEachOtherNotEvenByForce()
    {
        da.Copy("twin-1");
        da.Copy("twin-2");

        RunResult result = Session.Run("'twin-1', 'twin-2' | ConvertFrom-ZgEncodedBlob -Destination twins -Force");

        Assert.Equal(da.Folder["twin-2"], result.SingleError("ZgTargetExists").TargetObject);
        Assert.Single(result.Output);
    }

    [Fact]
    public void ConvertTo_TwoFilesOfOneName_ReplaceEachOtherNotEvenByForce()
    {
        Directory.CreateDirectory(da.Folder["namesakes"]);
        File.Copy(da.Folder["largest.bin"], da.Folder[Path.Combine("namesakes", "data.bin")]);

        RunResult result = Session.Run("""
            'data.bin', 'namesakes/data.bin' |
                ConvertTo-ZgEncodedBlob -ParameterPath $parameters -WarningAction Ignore -Destination namesakes-encoded -Force
            """);

        Assert.Equal(da.Folder[Path.Combine("namesakes", "data.bin")], result.SingleError("ZgTargetExists").TargetObject);
        Assert.Equal(10_000L, Assert.Single(result.Output).Properties["Size"].Value);
    }

    [Fact]
    public void ConvertTo_NameAsLongAsNamesMayBe_ComesBack()
    {
        string name = new('k', 255 - ".slices".Length);
        File.Copy(da.Folder["data.bin"], da.Folder[name]);

        RunResult result = Session.Run($"""
            ConvertTo-ZgEncodedBlob {name} -ParameterPath $parameters -WarningAction Ignore -Destination long |
                ConvertFrom-ZgEncodedBlob -Destination long-back/
            """);

        result.AssertNoErrors();
        Assert.Single(Directory.GetFileSystemEntries(da.Folder["long"]));
        Assert.Equal([da.Folder[Path.Combine("long-back", name)]], Directory.GetFiles(da.Folder["long-back"]));
    }

    [Fact]
    public void TestSlice_AgainstWhatTheChainHas_GoesByThat()
    {
        RunResult result = Session.Run("""
            $blob = ConvertTo-ZgEncodedBlob data.bin -ParameterPath $parameters -WarningAction Ignore
            $other = ConvertTo-ZgEncodedBlob largest.bin -ParameterPath $parameters -WarningAction Ignore
            $common = @{ ParameterPath = $parameters; WarningAction = 'Ignore' }
            Test-ZgDaSlice encoded/data.bin.slices -Root $blob.Root -Commitment $blob.Commitment -Quiet @common
            Test-ZgDaSlice encoded/data.bin.slices -Root "$($blob.Root)" -Commitment "$($blob.Commitment)" -Quiet @common
            $json = [pscustomobject]@{ Root = [pscustomobject]@{ Value = "$($blob.Root)" } }
            Test-ZgDaSlice encoded/data.bin.slices -Root $json.Root -Quiet @common
            (Test-ZgDaSlice encoded/data.bin.slices/slice-0000.bin -Root $other.Root @common).Detail
            (Test-ZgDaSlice encoded/data.bin.slices/slice-0000.bin -Commitment $other.Commitment @common).Detail
            """);

        result.AssertNoErrors();
        Assert.Equal(
            ["True", "True", "True", "Merkle(IncorrectRoot)", "AMT(IncorrectCommitment)"], result.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void TestSlice_NothingSaysWhatItBelongsTo_AsksForIt()
    {
        string folder = da.Copy("nameless");
        File.Delete(Path.Combine(folder, "blob.json"));

        Session.Run("Test-ZgDaSlice nameless/slice-0001.bin -ParameterPath $parameters").SingleError("ZgSliceOfUnknownBlob");
        RunResult result = Session.Run("""
            $blob = ConvertTo-ZgEncodedBlob data.bin -ParameterPath $parameters -WarningAction Ignore
            Test-ZgDaSlice nameless -Root $blob.Root -Commitment $blob.Commitment -ParameterPath $parameters -Quiet -WarningAction Ignore
            $null = ConvertFrom-ZgEncodedBlob nameless -Root $blob.Root -Commitment $blob.Commitment -Destination named.bin
            """);

        Assert.Equal(true, result.Single());
        Assert.Equal(File.ReadAllBytes(da.Folder["data.bin"]), File.ReadAllBytes(da.Folder["named.bin"]));
    }

    [Theory]
    [InlineData("Test-ZgDaSlice encoded/data.bin.slices -ParameterPath other", "ZgParameterShape")]
    [InlineData("Test-ZgDaSlice none.bin -Root $blob.Root -Commitment $blob.Commitment -ParameterPath $parameters", "ZgFileNotFound")]
    [InlineData("Test-ZgDaSlice parameters -ParameterPath $parameters", "ZgSliceFolderEmpty")]
    [InlineData("Test-ZgDaSlice encoded/data.bin.slices -Commitment 0x12 -ParameterPath $parameters", "CannotConvertArgumentNoMessage")]
    [InlineData("ConvertFrom-ZgEncodedBlob none -Destination x", "ZgSliceFolderNotFound")]
    [InlineData("ConvertFrom-ZgEncodedBlob parameters -Destination x", "ZgSliceFolderEmpty")]
    public void WrongInput_IsAnErrorByName(string script, string errorId)
    {
        Session.Run("""
            if (-not (Test-Path other)) { $null = New-ZgDaParameter -Development -Shape 3,3 -Destination other }
            $global:blob = ConvertTo-ZgEncodedBlob data.bin -ParameterPath $parameters -WarningAction Ignore
            """).AssertNoErrors();

        Session.Run(script).SingleError(errorId);
    }

    [Fact]
    public void ConvertFrom_AThirdIsDamaged_WarnsOfEachAndRecovers()
    {
        string folder = da.Copy("third");
        for (int row = 0; row < 192; row += 3)
        {
            DaSession.Damage(folder, row);
        }

        RunResult result = Session.Run("ConvertFrom-ZgEncodedBlob third -Destination recovered.bin");

        result.AssertNoErrors();
        Assert.Equal(File.ReadAllBytes(da.Folder["data.bin"]), File.ReadAllBytes(da.Folder["recovered.bin"]));
        Assert.Equal(64, Assert.Single(result.Output).Properties["WrongSliceCount"].Value);
        Assert.Equal(11, result.Warnings.Count);
        Assert.Contains(
            "slice-0000.bin' was passed over: Merkle(IncorrectLocalRoot { row_index: 0 })", result.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("54 more slices of", result.Warnings[10], StringComparison.Ordinal);
    }

    [Fact]
    public void ConvertFrom_TooFewSlices_LeavesNoFile()
    {
        string folder = da.Copy("few");
        foreach (int row in Enumerable.Range(0, 129))
        {
            File.Delete(Path.Combine(folder, $"slice-{row:D4}.bin"));
        }

        ErrorRecord error = Session.Run("ConvertFrom-ZgEncodedBlob few -Destination few.bin").SingleError("ZgRowsTooFew");

        Assert.Contains("64 different rows", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("63 are there", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(da.Folder.Path, "few.bin*"));
    }

    [Fact]
    public void ConvertFrom_FileIsThere_IsLeftUnlessForced()
    {
        File.WriteAllText(da.Folder["mine.bin"], "mine");

        Session.Run("ConvertFrom-ZgEncodedBlob encoded/data.bin.slices -Destination mine.bin").SingleError("ZgTargetExists");
        Assert.Equal("mine", File.ReadAllText(da.Folder["mine.bin"]));
        Session.Run("ConvertFrom-ZgEncodedBlob encoded/data.bin.slices -Destination mine.bin -WhatIf -Force").AssertNoErrors();
        Assert.Equal("mine", File.ReadAllText(da.Folder["mine.bin"]));
        Session.Run("ConvertFrom-ZgEncodedBlob encoded/data.bin.slices -Destination mine.bin -Force").AssertNoErrors();
        Assert.Equal(10_000, new FileInfo(da.Folder["mine.bin"]).Length);
    }

    [Fact]
    public void ConvertFrom_NameInTheDescriptionLeadsElsewhere_IsRefused()
    {
        string file = Path.Combine(da.Copy("escape"), "blob.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("data.bin", "../../evil", StringComparison.Ordinal));

        Session.Run("ConvertFrom-ZgEncodedBlob escape -Destination inside/").SingleError("ZgFileNameInvalid");

        Assert.False(Directory.Exists(da.Folder["inside"]));
    }

    [Fact]
    public void Objects_AsCsvAndJson_KeepTheirValues()
    {
        RunResult result = Session.Run("""
            $blob = ConvertTo-ZgEncodedBlob data.bin -ParameterPath $parameters -WarningAction Ignore
            "$($blob.Commitment)".Length; "$($blob.Shape)"; $blob.Size; $blob.Slices.Count; $blob.Slices[5].Size; "$($blob.Slices[5])"
            """);

        Assert.Equal(["130", "64x32", "10000", "192", "2296", "slice 5"], result.Output.Select(item => item.ToString()));
    }
}
