using System.Text;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// The files that get an answer. They are begun before anything is asked, so that a folder that is missing or a name that is taken costs
/// nothing, and get their names when the answer is whole.
/// </summary>
internal sealed class AnswerFiles : IAsyncDisposable
{
    private readonly List<(string Path, NewFile File)> _files = [];

    private AnswerFiles()
    {
    }

    /// <summary>Begins the files.</summary>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public static async Task<AnswerFiles> CreateAsync(IReadOnlyList<string> paths, bool overwrite)
    {
        AnswerFiles files = new();
        try
        {
            foreach (string path in paths)
            {
                files._files.Add((path, NewFile.Create(path, overwrite)));
            }

            return files;
        }
        catch
        {
            await files.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the answer: each image to its file, or else the text to the first.</summary>
    /// <returns>The files that have it now.</returns>
    /// <exception cref="ZeroGException"><c>ZgTargetExists</c>, <c>ZgWriteFailed</c>.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(InferenceAnswer answer, CancellationToken cancellationToken)
    {
        IReadOnlyList<byte[]> contents = answer.Images.Count > 0 ? answer.Images : [Encoding.UTF8.GetBytes(answer.Text)];
        List<string> written = [];
        foreach (((string path, NewFile file), byte[] content) in _files.Zip(contents))
        {
            await file.WriteAsync(content, cancellationToken);
            file.Keep();
            written.Add(path);
        }

        return written;
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((_, NewFile file) in _files)
        {
            await file.DisposeAsync();
        }
    }
}
