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
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <param name="outputPath">File for what is written to standard output and error, begun anew.</param>
    /// <param name="stop">Called on SIGTERM.</param>
    public ProcessDetachment(string outputPath, Action stop)
    {
        if (!OperatingSystem.IsWindows())
        {
            // Fails for the leader of a process group, which has no terminal to leave behind in that case.
            _ = CreateSession();
            RedirectStandardStreams(outputPath);
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true));
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                stop();
            }));
        }
    }

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private static void RedirectStandardStreams(string outputPath)
    {
        File.Delete(outputPath);
        using FileStream output = OwnerOnlyFile.Open(outputPath, FileMode.CreateNew, FileShare.ReadWrite | FileShare.Delete);
        int descriptor = (int)output.SafeFileHandle.DangerousGetHandle();
        _ = CopyDescriptor(descriptor, 1);
        _ = CopyDescriptor(descriptor, 2);
    }

    [DllImport("libc", EntryPoint = "setsid")]
    private static extern int CreateSession();

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int CopyDescriptor(int from, int to);
}
