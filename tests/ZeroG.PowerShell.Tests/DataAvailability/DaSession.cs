using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.DataAvailability;

/// <summary>
/// A session with the everyday commands in a folder of its own, which has development parameters of the official test shape in
/// <c>parameters</c> and <c>$parameters</c>, files of several sizes, and <c>data.bin</c> encoded in <c>encoded</c>.
/// </summary>
public sealed class DaSession : IDisposable
{
    /// <summary>Bytes that fit the shape.</summary>
    public const int Largest = 63_484;

    private readonly UserHome _home = new();

    public DaSession()
    {
        Session = new ModuleSession(everyday: true);
        Session.SetLocation(Folder.Path);
        Write("data.bin", 10_000);
        Write("largest.bin", Largest);
        Write("too-large.bin", Largest + 1);
        Write("empty.bin", 0);
        Session.Run("""
            $global:parameters = New-ZgDaParameter -Development -Shape 6, 5 -Destination parameters -Label tests
            $null = ConvertTo-ZgEncodedBlob data.bin -Destination encoded -ParameterPath parameters
            """).AssertNoErrors();
    }

    /// <summary>The user's folder.</summary>
    public string Home => _home.Path;

    /// <summary>The session's location.</summary>
    internal TempFolder Folder { get; } = new();

    internal ModuleSession Session { get; }

    /// <summary>A copy of the encoded <c>data.bin</c> under a new name, for a test to damage.</summary>
    public string Copy(string name)
    {
        string target = Directory.CreateDirectory(Folder[name]).FullName;
        foreach (string file in Directory.GetFiles(Folder[Path.Combine("encoded", "data.bin.slices")]))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }

    /// <summary>Changes a bit of the cells of a slice.</summary>
    public static void Damage(string folder, int row)
    {
        string path = Path.Combine(folder, $"slice-{row:D4}.bin");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[200] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    public void Dispose()
    {
        Session.Dispose();
        Folder.Dispose();
        _home.Dispose();
    }

    private void Write(string name, int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(Folder[name], bytes);
    }
}
