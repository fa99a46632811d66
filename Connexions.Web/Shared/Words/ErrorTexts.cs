using Connexions.Domain.Results;
using Connexions.Web.Shared.Times;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Shared.Words;

/// <summary>The sentence of each expected failure: its code is the key in the resources beside this file.</summary>
public sealed class ErrorTexts(IStringLocalizer<ErrorTexts> texts)
{
    public string For(Error error) => texts[error.Code, [.. error.Arguments.Select(argument => argument is DateOnly day ? ParisDay.InWords(day) : argument)]];
}
