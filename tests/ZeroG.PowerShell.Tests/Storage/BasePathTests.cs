using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Storage;

/// <summary>Files that get the folders back in which they lay, also those of another computer and another system.</summary>
public sealed class BasePathTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    [Theory]
    [InlineData("/data", "/data/a.bin", "a.bin")]
    [InlineData("/data/", "/data/2026/05/a.bin", "2026/05/a.bin")]
    [InlineData(@"C:\Data", @"c:\data\Reports\a.bin", "Reports/a.bin")]
    [InlineData(@"\\server\share", @"\\SERVER\share\x\a.bin", "x/a.bin")]
    public void Below_TheBase_IsKeptUnderTheDestination(string basePath, string path, string expected)
    {
        string folder = Guid.NewGuid().ToString("N");

        RunResult result = Receive(path, $"-BasePath '{basePath}' -Destination ./{folder}");

        result.AssertNoErrors();
        Assert.Equal([devNet.Folder[$"{folder}/{expected}"]], Directory.GetFiles(devNet.Folder[folder], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Below_RelativeBase_IsReadFromTheLocation()
    {
        RunResult result = Receive(devNet.Folder["tree/x/a.bin"], "-BasePath tree -Destination ./relative");

        result.AssertNoErrors();
        Assert.True(File.Exists(devNet.Folder["relative/x/a.bin"]));
    }

    [Theory]
    [InlineData("/data", "/other/a.bin")]
    [InlineData("/data", "/database/a.bin")]
    [InlineData("/data", "/data")]
    [InlineData("/data", "/Data/a.bin")]
    [InlineData("/data", "/data/../../a.bin")]
    [InlineData("/data", "")]
    public void Elsewhere_OrLeadingOut_IsRefused(string basePath, string path)
    {
        RunResult result = Receive(path, $"-BasePath '{basePath}' -Destination ./refused");

        result.SingleError("ZgFileNameInvalid");
        Assert.False(Directory.Exists(devNet.Folder["refused"]));
    }

    /// <summary>A backup of Linux is restored on Linux, whatever the files are called; Windows has no such files.</summary>
    [Theory]
    [InlineData("2026-05-01T12:30:00.log")]
    [InlineData("what? \"this\" *now* <or> never|.txt")]
    [InlineData("a\\b.bin")]
    [InlineData("ends with a dot.")]
    [InlineData(" ")]
    public void Name_ThatOnlyLinuxAndMacAllow_IsKeptThereAndRefusedOnWindows(string name)
    {
        string folder = Guid.NewGuid().ToString("N");

        RunResult result = Receive($"/data/{name}", $"-BasePath /data -Destination ./{folder}");

        if (OperatingSystem.IsWindows())
        {
            result.SingleError("ZgFileNameInvalid");
        }
        else
        {
            result.AssertNoErrors();
            Assert.Equal([name], Directory.GetFiles(devNet.Folder[folder]).Select(Path.GetFileName));
        }
    }

    private RunResult Receive(string path, string parameters)
    {
        devNet.NewFile("based.bin");
        PSObject row = new();
        row.Properties.Add(new PSNoteProperty("Root", devNet.Session.Run("(Send-ZgFile based.bin).Root").Single().ToString()));
        row.Properties.Add(new PSNoteProperty("Name", "based.bin"));
        row.Properties.Add(new PSNoteProperty("Path", path));
        return devNet.Session.Run($"$input | Receive-ZgFile {parameters}", row);
    }
}
