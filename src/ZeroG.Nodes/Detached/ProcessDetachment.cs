using System.Runtime.InteropServices;
using ZeroG.Chain;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// Lets this process go its own way: a session of its own on Unix, so that neither Ctrl+C at the prompt nor the end of the terminal reaches
/// it, standard streams that nobody reads from a pipe, and a polite end on SIGTERM. Windows gives it a process group and a console of its
/// own when it is started.
/// </summary>
internal sealed class ProcessDetachment : IDisposable
{
    private const int OutputHandle = -11;
    private const int ErrorHandle = -12;

    // On Windows the file itself is the process' output, until that ends.
    private static readonly List<FileStream> Outputs = [];

    private readonly List<PosixSignalRegistration> _signals = [];

    /// <param name="outputPath">File for what is written to standard output and error, begun anew.</param>
    /// <param name="stop">Called on SIGTERM.</param>
    public ProcessDetachment(string outputPath, Action stop)
    {
        File.Delete(outputPath);
        FileStream output = OwnerOnlyFile.Open(outputPath, FileMode.CreateNew, FileShare.ReadWrite | FileShare.Delete);
        nint file = output.SafeFileHandle.DangerousGetHandle();
        if (OperatingSystem.IsWindows())
        {
            // Where the runtime writes when it crashes. What the shell has open already goes to a pipe that nobody reads and is dropped.
            _ = SetStandardHandle(OutputHandle, file);
            _ = SetStandardHandle(ErrorHandle, file);
            Outputs.Add(output);
            return;
        }

        // Fails for the leader of a process group, which has no terminal to leave behind in that case.
        _ = CreateSession();
        _ = CopyDescriptor((int)file, 1);
        _ = CopyDescriptor((int)file, 2);
        output.Dispose();
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop();
        }));
    }

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    [DllImport("libc", EntryPoint = "setsid")]
    private static extern int CreateSession();

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int CopyDescriptor(int from, int to);

    [DllImport("kernel32", EntryPoint = "SetStdHandle")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetStandardHandle(int number, nint handle);
}
