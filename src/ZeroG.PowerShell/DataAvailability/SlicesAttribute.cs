using System.Collections;
using System.Management.Automation;
using ZeroG.DataAvailability.Slices;

namespace ZeroG.PowerShell.DataAvailability;

/// <summary>
/// Takes slices, and an encoded blob as its slices. What is neither is left alone, so that the binder can offer it to other parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SlicesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        SlicesOf(inputData) ?? (Unwrap(inputData) is IEnumerable items and not string ? All(items) : null) ?? inputData;

    private static BlobSlice[]? SlicesOf(object? item) => Unwrap(item) switch
    {
        BlobSlice slice => [slice],
        SlicedBlob blob => [.. blob.Slices],
        _ => null,
    };

    private static BlobSlice[]? All(IEnumerable items)
    {
        List<BlobSlice> slices = [];
        foreach (object? item in items)
        {
            if (SlicesOf(item) is not { } some)
            {
                return null;
            }

            slices.AddRange(some);
        }

        return [.. slices];
    }

    private static object? Unwrap(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;
}
