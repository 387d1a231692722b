using System.Collections.ObjectModel;

namespace ZeroG.Storage.Transfer;

/// <summary>Addresses of nodes. As text they are one line with spaces between, so that results stay flat in a table of values.</summary>
/// <param name="addresses">Copied.</param>
public sealed class NodeAddresses(IEnumerable<Uri> addresses) : ReadOnlyCollection<Uri>([.. addresses])
{
    /// <summary>The addresses, divided by spaces.</summary>
    public override string ToString() => string.Join(' ', this);
}
