//! `generalize`: numbers become intervals, codes their prefix, dates their year, quarter or month.

use super::{Cell, DatePart, Generalize, Transform, Untreatable, date, zip3};

/// Makes values coarser.
pub(super) struct Generalizer(pub(super) Generalize);

impl Transform for Generalizer {
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let options = &self.0;
        if let Some(kept) = options.prefix {
            let letters = cell.value.chars().enumerate();
            out.extend(letters.map(|(place, letter)| if place < kept { letter } else { '*' }));
            return Ok(());
        }
        if let Some(census) = options.zip3 {
            out.push_str(zip3::zip3(cell.value, census)?);
            return Ok(());
        }
        if let Some(part) = options.date {
            let found = date::parse(cell.value).ok_or(Untreatable("generalize: not a date"))?;
            let (year, month) = (found.date.year(), found.date.month());
            out.push_str(&match part {
                DatePart::Year => format!("{year:04}"),
                DatePart::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
                DatePart::Month => format!("{year:04}-{month:02}"),
            });
            return Ok(());
        }
        let number: f64 = cell.value.trim().parse().map_err(|_| Untreatable("generalize: not a number"))?;
        let width =
            options.width.filter(|_| number.is_finite()).ok_or(Untreatable("generalize: not a number"))?;
        out.push_str(&match (options.top, options.bottom) {
            (Some(top), _) if number >= top => format!("{top}+"),
            (_, Some(bottom)) if number < bottom => format!("-{bottom}"),
            _ => {
                let low = (number / width).floor() * width;
                format!("{low}-{}", low + width)
            }
        });
        Ok(())
    }
}
