// The price of a change, in a small table and in sentences. The roles stand in the markup for
// narrow windows, where the name of a figure stands above its numbers.
import { type Priced, priceRows, priceSentences } from "../models/desk-price";
import { deskWords } from "../strings-desk";

function figure(value: number | null): string {
  return value === null ? deskWords.priceNobody : value.toLocaleString("en-GB");
}

function difference(before: number | null, after: number | null): string {
  return before === null || after === null
    ? deskWords.priceNobody : deskWords.priceChanged(before, after);
}

export function PriceTable({ priced }: { priced: Priced }) {
  return (
    <div class="price" role="status">
      <table role="table">
        <caption>{deskWords.priceTitle}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <td role="cell" />
            <th role="columnheader" scope="col">{deskWords.priceBefore}</th>
            <th role="columnheader" scope="col">{deskWords.priceAfter}</th>
            <th role="columnheader" scope="col">{deskWords.priceChange}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {priceRows(priced.price).map(({ name, before, after }) => (
            <tr role="row" key={name}>
              <th role="rowheader" scope="row">{name}</th>
              <td role="cell">{figure(before)}</td>
              <td role="cell">{figure(after)}</td>
              <td role="cell">{difference(before, after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="dotted">
        {priceSentences(priced.price).map((sentence) => <li key={sentence}>{sentence}</li>)}
      </ul>
    </div>
  );
}
