using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Shared.Tables;

/// <summary>Where the words of every table stand, whatever its rows.</summary>
public sealed class DataTable
{
    private DataTable()
    {
    }
}

/// <summary>One column of a table.</summary>
/// <param name="Code">What it is called by in the address.</param>
/// <param name="Title">In the reader's language.</param>
/// <param name="Cell">What stands in it.</param>
/// <param name="Sort">What its rows are put in order by; null where no order makes sense.</param>
/// <param name="IsNumber">Written from the right, its figures one under the other.</param>
public sealed record TableColumn<T>(string Code, string Title, RenderFragment<T> Cell, Func<T, IComparable?>? Sort = null, bool IsNumber = false);

/// <summary>What a table can be narrowed down by.</summary>
/// <param name="Code">What it is called by in the address.</param>
/// <param name="Label">In the reader's language.</param>
/// <param name="Choices">The first, whose value is "", is all.</param>
/// <param name="Keeps">Whether a row belongs to a choice.</param>
public sealed record TableFilter<T>(string Code, string Label, IReadOnlyList<Forms.Choice<string>> Choices, Func<T, string, bool> Keeps);
