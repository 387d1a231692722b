using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// What a submission is about. The root alone does not tell files apart: one zero byte and 256 of them have the same.
/// </summary>
/// <param name="Root">Root of the file.</param>
/// <param name="Size">Bytes of the file.</param>
public readonly record struct SubmittedFile(Hash256 Root, long Size)
{
    /// <summary>The root.</summary>
    public override string ToString() => Root.ToString();
}
