using System.Globalization;
using System.Text;

namespace ZeroG.Chain.Abi;

/// <summary>
/// Where a coder stands in a tree of values, so that an error can say <c>submission.nodes[1].height</c>. Entering and leaving cost an
/// array write.
/// </summary>
internal sealed class AbiPath(AbiType root)
{
    private readonly int[] _indices = new int[AbiType.MaxDepth + 1];
    private int _depth;

    public void Enter() => _depth++;

    public void MoveTo(int index) => _indices[_depth - 1] = index;

    public void Leave() => _depth--;

    public AbiException Error(string problem)
    {
        StringBuilder text = new();
        AbiType type = root;
        for (int i = 0; i < _depth; i++)
        {
            string index = _indices[i].ToString(CultureInfo.InvariantCulture);
            if (type.Kind == AbiTypeKind.Tuple)
            {
                string name = type.Components[_indices[i]].Name;
                text.Append(i > 0 ? "." : "").Append(name.Length > 0 ? name : "#" + index);
            }
            else
            {
                text.Append('[').Append(index).Append(']');
            }

            type = type.ItemType(_indices[i]);
        }

        return new AbiException(_depth == 0 ? $"ABI: {problem}." : $"ABI value {text} ({type}): {problem}.");
    }
}
