using System.Collections.ObjectModel;
using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Roots of a file's fragments, in the order of the file. As text they are one line with spaces between, so that results stay flat in a
/// table of values.
/// </summary>
/// <param name="roots">Copied.</param>
public sealed class FileRoots(IEnumerable<Hash256> roots) : ReadOnlyCollection<Hash256>([.. roots])
{
    /// <summary>The roots, divided by spaces.</summary>
    public override string ToString() => string.Join(' ', this);
}
